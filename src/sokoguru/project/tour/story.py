"""The voice: a mail becomes an article, the article a post, the post's link brings a reader."""

import smtplib
from email.message import EmailMessage

from sokoguru.project.tour.circle import AUTHOR, BUYER, MEMBER, Circle
from sokoguru.project.tour.expected import Expected
from sokoguru.project.tour.goods import PRODUCT
from sokoguru.project.tour.walker import Page, TourFailed, Walker, wait_for

NETWORK = "Mastodon tur"
TITLE = "Gula yang kembali pulang"
SUMMARY = "Nira pagi dari sebelas pohon, dan nama pembuatnya di setiap kemasan."
BODY = (
    "Sebelum ayam berkokok, nira dari sebelas pohon sudah mendidih di dapur.\n\n"
    "Dulu gula itu dibawa tengkulak. Harganya ditentukan di pinggir jalan, dan tidak seorang pun "
    "tahu ke mana perginya. Sejak dititip di toko koperasi, nama kelompoknya tertulis di kemasan, "
    "dan setiap bungkus bisa ditelusuri sampai ke hari penyadapannya.\n\n"
    "Pukul tujuh wajan diangkat. Butir-butir gula dijemur di tampah, dan pagi di lereng baru "
    "benar-benar dimulai. Siapa yang membeli sebungkus, membeli juga pagi itu.\n\n"
    "Saya tidak menghitung untung dari satu bungkus. Saya menghitung siapa yang kembali membeli."
)


def story(circle: Circle, _wanted: Expected) -> None:
    """A member writes a mail to the newsroom; a stranger's address at the same host is refused."""
    public = circle.visitor().get("/kirim-tulisan/")
    to = public.word(r"redaksi@[\w.-]+")
    mail = EmailMessage()
    sender = f"{circle.name(MEMBER, AUTHOR).split()[0].lower()}@contoh.example"
    mail["From"] = f"{circle.name(MEMBER, AUTHOR)} <{sender}>"
    mail["To"], mail["Subject"] = to, f"[Esai] {TITLE}"
    mail["Message-ID"] = f"<tur-{to.replace('@', '.')}@contoh.example>"
    mail.set_content(BODY)
    with smtplib.SMTP("127.0.0.1", circle.server.mail_port, timeout=30) as post:
        post.send_message(mail, from_addr=sender)
        refused = _refused(post, sender, f"siapa-saja@{to.partition('@')[2]}")
    if refused != 550:
        raise TourFailed(f"{circle.host}: an unknown recipient was answered {refused}, not 550")
    editor = circle.by("Redaktur")
    arrived = wait_for(lambda: editor.get("/meja/warta/").links(r"kiriman/\d+"), what="the mail")
    page = editor.get(arrived[0])
    page.must_say(TITLE, circle.name(MEMBER, AUTHOR))
    circle.known["submission"] = page.path
    circle.did("story", page, reference=page.path.strip("/").rpartition("/")[2])


def _refused(post: smtplib.SMTP, sender: str, to: str) -> int:
    """How the receiver answers a recipient that nobody has."""
    post.mail(sender)
    code, _ = post.rcpt(to)
    post.rset()
    return code


def article(circle: Circle, _wanted: Expected) -> None:
    """The editor takes it, edits, has it checked; the responsible person approves and publishes."""
    editor, chief = circle.by("Redaktur"), circle.by("Penanggung jawab redaksi")
    page = _press(editor, editor.get(circle.known["submission"]), "ambil")
    address = page.path
    form = page.form("title", "good_1")
    page = editor.send(
        page, form, tindakan="simpan", rubric="esai", title=TITLE, summary=SUMMARY,
        author_name=circle.name(MEMBER, AUTHOR), author_role="Anggota",
        author_bio="Menulis dari rumah.", good_1=form.choice("good_1", PRODUCT),
    )  # fmt: skip
    _press(editor, editor.get(address), "periksakan")
    _press(chief, chief.get(address), "setujui")
    page = _press(chief, chief.get(address), "terbitkan")
    reader = circle.visitor()
    published = reader.get(reader.get("/warta/").link(r"^/warta/[\w-]+/$"))
    published.must_say(TITLE, circle.name(MEMBER, AUTHOR), circle.name("Redaktur"), PRODUCT)
    circle.known["article"] = published.path
    circle.did("article", published, reference=published.path.strip("/").rpartition("/")[2])


def _press(walker: Walker, page: Page, button: str) -> Page:
    """Press the desk's button of that name, confirming where it asks."""
    for form in page.forms:
        if any(value == button for value, _ in form.choices.get("tindakan", [])):
            return walker.confirm(walker.send(page, form, tindakan=button))
    raise TourFailed(f"{page.path}: no button {button!r}: {page.text[:600]}")


def channel(circle: Circle, _wanted: Expected) -> None:
    """The chair connects the cooperative's account on a network."""
    page = circle.by("Ketua").fill(
        "/meja/saluran/mastodon/", name=NETWORK, server=circle.network.url, token=_token(circle)
    )
    page.must_say(NETWORK)
    circle.did("channel", page, reference=circle.network.url)


def _token(circle: Circle) -> str:
    return f"tur-{circle.host}"


def post(circle: Circle, _wanted: Expected) -> None:
    """The media officer makes a post of article and goods, approves it, and ticks it as carried."""
    media = circle.by("Petugas media")
    page = media.get("/meja/siaran/baru/")
    form = page.form("article", "product")
    page = media.send(
        page, form, article=form.choice("article", TITLE), product=form.choice("product", PRODUCT)
    )
    circle.known["post"] = page.path
    approve = media.get(f"{page.path}kirim/")
    page = media.send(approve, approve.form("seen"))
    tracked = page.word(r"https?://\S+?(/l/[a-z0-9]+)")
    page = media.send(page, page.form(action=r"/terkirim/$"))
    circle.known["link"] = tracked
    circle.did("post", page, reference=tracked.rpartition("/")[2])


def network(circle: Circle, _wanted: Expected) -> None:
    """The network took the post and hung up: it was read back, and posted once."""
    media = circle.by("Petugas media")

    def settled() -> Page | None:
        page = media.get(circle.known["post"])
        return page if "2 dari 4 terkirim" in page.text else None

    page = wait_for(settled, what="the post on the network")
    token = _token(circle)
    circle.must_be("posts on the network", len(circle.network.statuses[token]), 1)
    circle.must_be("tries of the post", circle.network.tries[token], 1)
    [status] = circle.network.statuses[token]
    if "/l/" not in status["content"] or PRODUCT not in status["content"]:
        raise TourFailed(f"{circle.host}: the post says {status['content']!r}")
    circle.did("network", page, reference=status["url"])


def click(circle: Circle, _wanted: Expected) -> None:
    """A program's preview of the link counts nothing; the member's tap does, and leads on."""
    circle.visitor().client.get(circle.known["link"], headers={"User-Agent": "WhatsApp/2.23"})
    buyer = circle.by(MEMBER, BUYER)
    page = buyer.get(circle.known["link"])
    page.must_say(TITLE)
    circle.known["goods"] = page.link(r"^/toko/[\w-]+/$")
    media = circle.by("Petugas media")

    def counted() -> Page | None:
        seen = media.get(circle.known["post"])
        return seen if "1 klik" in seen.text else None

    wait_for(counted, what="the click is counted")
    circle.did("click", page, reference=circle.known["link"].rpartition("/")[2])
