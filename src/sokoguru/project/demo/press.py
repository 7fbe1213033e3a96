"""What the village writes: stories sent in, edited, approved by a second person, published."""

from dataclasses import dataclass
from datetime import date, timedelta

from sokoguru.members.actions import people
from sokoguru.members.rules.consents import NAME_ON_GOODS
from sokoguru.newsroom import queries
from sokoguru.newsroom.actions import articles, desk, intake, readers
from sokoguru.newsroom.actions.articles import Text
from sokoguru.newsroom.actions.intake import Typed
from sokoguru.project.demo import days
from sokoguru.project.demo.story import Example
from sokoguru.stock.queries import product_by_scan


@dataclass(frozen=True, slots=True)
class Story:
    """One piece: who wrote it, when, of which goods it speaks."""

    author: str
    weeks_ago: int
    rubric: str
    title: str
    summary: str
    bio: str
    body: str
    goods: tuple[str, ...] = ()


LESTARI = (
    Story(
        "Imas", 3, "esai", "Nira pagi dari lereng atas",
        "Sebelum ayam berkokok, nira dari sebelas pohon sudah mendidih di dapur Bu Wati.",
        "Imas menyadap dan menulis dari Lereng Atas.",
        "Pukul empat pagi dapur Bu Wati sudah menyala. Sebelas pohon aren di lereng atas disadap "
        "sejak gelap, dan nira yang baru turun tidak boleh menunggu. Terlambat sejam, rasanya "
        "berubah asam.\n\nDulu gula itu dibawa tengkulak. Harganya ditentukan di pinggir jalan, "
        "dan tidak seorang pun tahu ke mana perginya. Sejak dititip di toko koperasi, nama "
        "kelompoknya tertulis di kemasan, dan setiap bungkus bisa ditelusuri sampai ke hari "
        "penyadapannya.\n\n\"Saya tidak menghitung untung dari satu bungkus,\" kata Bu Wati. "
        "\"Saya menghitung siapa yang kembali membeli.\" Bulan lalu ada yang kembali dari kota, "
        "karena membaca cerita tetangganya di sini.\n\nPukul tujuh, wajan diangkat. Butir-butir "
        "gula dijemur di tampah, dan pagi di lereng baru benar-benar dimulai.",
        ("GULA-500",),
    ),
    Story(
        "Siti", 6, "opini", "Belanja dekat, uangnya kembali",
        "Setiap rupiah yang dibelanjakan di toko sendiri berputar dua kali di desa.",
        "Siti Aminah, anggota sejak hari pendirian.",
        "Saya sering ditanya mengapa mau berjalan ke toko koperasi, padahal warung di depan rumah "
        "menjual barang yang sama. Jawabannya ada di nota.\n\nDi bawah setiap nota tertulis "
        "belanja saya tahun ini dan perkiraan sisa hasil usaha yang sedang tumbuh. Itu bukan "
        "janji; rapat anggota yang menetapkan. Tetapi angkanya bisa saya buka sampai ke barang "
        "yang saya beli.\n\nUang yang saya bayarkan untuk beras sampai ke petaninya hari itu "
        "juga. Petani itu menabung di loket yang sama. Tabungan itu menjadi modal toko. Putarannya "
        "pendek, dan setiap putaran meninggalkan sesuatu di desa.\n\nTidak semua barang harus "
        "murah. Yang perlu adalah tahu ke mana uangnya pergi.",
        ("BERAS-PW",),
    ),
    Story(
        "Melati", 9, "kolom", "Tas pandan untuk tiga kota",
        "Enam penganyam berbagi satu pesanan besar, dan belajar menolak yang kedua.",
        "Melati Anggraini mengetuai Kelompok Anyam Melati.",
        "Pesanan itu datang hari Senin: empat puluh tas, tiga kota, dua minggu. Kami berenam "
        "duduk di teras dan menghitung. Satu tas tiga hari, kalau tangan tidak sakit.\n\nKami "
        "ambil, dengan satu syarat: pembeli menunggu tiga minggu. Ia setuju, karena di halaman "
        "barang tertulis siapa yang menganyam. Pesanan kedua kami tolak. Menolak ternyata bagian "
        "dari belajar berdagang.",
        ("TAS-PANDAN",),
    ),
)  # fmt: skip
MEKAR = (
    Story(
        "Ayu", 4, "kolom", "Garam dari palung kelapa",
        "Musim kemarau pendek, tetapi palung kelapa tetap putih.",
        "Ayu Pradnyani tinggal di tepi pantai Segara.",
        "Di Segara garam dipanen dari palung batang kelapa. Air laut disiramkan ke pasir, "
        "disaring, lalu dijemur. Kalau matahari baik, tiga hari sudah jadi.\n\n"
        "Made Sudarma mewarisi dua "
        "puluh palung dari ayahnya. Ia menitipkan garamnya di koperasi karena tidak mau lagi "
        "menawar di dermaga. Sekarang harganya tertulis, dan bagiannya juga.",
        ("GARAM-500",),
    ),
)  # fmt: skip


def tell(example: Example) -> None:
    """Publish the stories on their days; the maker says yes to the own name on goods."""
    told = MEKAR if example.cooperative.slug == "mekar" else LESTARI
    with days.at(example.first + timedelta(days=10), 9):
        readers.name_responsible(
            name=example.by("pemred").name, position="Pemimpin redaksi", actor=example.by("ketua")
        )
        for name in ("Wati", "Melati", "Made"):
            if name in example.members:
                people.consent(
                    member_id=example.members[name].pk,
                    purpose=NAME_ON_GOODS,
                    given=True,
                    actor=example.by("gudang"),
                )
    for story in told:
        _publish(example, story, example.today - timedelta(weeks=story.weeks_ago))


def _publish(example: Example, story: Story, day: date) -> None:
    member = example.members[story.author]
    editor, approver = example.by("redaktur"), example.by("pemred")
    with days.at(max(day, example.first), 10):
        sent = intake.submit(
            typed=Typed(rubric=story.rubric, title=story.title, body=story.body, bio=story.bio),
            request_key=example.key("tulisan", story.title),
            member_id=member.pk,
            actor=editor,
        )
        article = desk.claim(submission_id=sent.pk, actor=editor)
        articles.edit(
            article_id=article.pk,
            text=Text(
                rubric=story.rubric,
                title=story.title,
                summary=story.summary,
                body=story.body,
                author_name=member.name,
                author_role="Anggota",
                author_bio=story.bio,
                product_ids=[product_by_scan(sku).pk for sku in story.goods],
            ),
            actor=editor,
        )
        articles.ask_review(article_id=article.pk, actor=editor)
    with days.at(max(day, example.first), 16):
        text = queries.newest_revision(article.pk)
        articles.approve(article_id=article.pk, revision_id=text.pk, actor=approver)
        articles.publish(article_id=article.pk, actor=approver)
