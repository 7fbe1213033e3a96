// Dots while typing, the amount in words below. It never changes what was meant: what is not plainly
// a whole amount stays as it was typed, and the server refuses it.
const WRITTEN = /^(?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)$/;
const WITH_SIGNS = /^(?:Rp\.?\s?)?(.*?)(?:,00)?$/i;
const LONGEST = 15;

const SMALL = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
const SCALES = [[1000000000000n, "triliun"], [1000000000n, "miliar"], [1000000n, "juta"], [1000n, "ribu"]];

export function words(number) {
  const joined = (head, rest) => (rest ? `${head} ${words(rest)}` : head);
  if (number < 12n) return SMALL[Number(number)];
  if (number < 20n) return `${SMALL[Number(number) - 10]} belas`;
  if (number < 100n) return joined(`${SMALL[Number(number / 10n)]} puluh`, number % 10n);
  if (number < 200n) return joined("seratus", number - 100n);
  if (number < 1000n) return joined(`${SMALL[Number(number / 100n)]} ratus`, number % 100n);
  if (number < 2000n) return joined("seribu", number - 1000n);
  const [size, name] = SCALES.find(([least]) => number >= least);
  return joined(`${words(number / size)} ${name}`, number % size);
}

export function dotted(digits) {
  return digits.replace(/\B(?=(?:[0-9]{3})+$)/g, ".");
}

// The digits of an amount that is written as the counter writes it, or null.
export function digitsOf(text) {
  const bare = text.trim().match(WITH_SIGNS)[1];
  return WRITTEN.test(bare) && bare.length <= LONGEST + 4 ? bare.replaceAll(".", "") : null;
}

function typedDigits(event) {
  if (!event.inputType) return false;
  return event.inputType.startsWith("delete") || (event.inputType === "insertText" && /^[0-9]+$/.test(event.data || ""));
}

function retype(input, digits) {
  const after = input.value.slice(input.selectionStart).replace(/[^0-9]/g, "").length;
  input.value = dotted(digits);
  let place = input.value.length;
  for (let seen = 0; seen < after && place > 0; place -= 1) if (/[0-9]/.test(input.value[place - 1])) seen += 1;
  input.setSelectionRange(place, place);
}

function say(input) {
  const output = document.getElementById(`${input.id}_words`);
  const digits = digitsOf(input.value);
  if (output) output.value = digits === null || digits.length > LONGEST ? "" : `${words(BigInt(digits))} rupiah`;
}

function watch(input) {
  input.dataset.watched = "1";
  input.dataset.before = input.value;
  input.addEventListener("input", (event) => {
    const before = input.dataset.before.replaceAll(".", "");
    const wasOurs = input.dataset.before === "" || input.dataset.before === dotted(before);
    let digits = digitsOf(input.value);
    if (digits === null && wasOurs && typedDigits(event)) {
      const loose = input.value.replaceAll(".", "");
      if (/^[0-9]{1,15}$/.test(loose)) digits = loose.replace(/^0+(?=[0-9])/, "");
    }
    if (digits !== null && digits.length <= LONGEST && !/,00$/.test(input.value)) retype(input, digits);
    input.dataset.before = input.value;
    say(input);
  });
}

export function watchMoney(root) {
  for (const input of root.querySelectorAll(".money input:not([data-watched])")) watch(input);
  for (const group of root.querySelectorAll("[data-quick][hidden]")) {
    const input = document.getElementById(group.dataset.quick);
    if (!input) continue;
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const button = event.target.closest("[data-amount]");
      if (!button) return;
      input.value = dotted(button.dataset.amount);
      input.dataset.before = input.value;
      say(input);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
