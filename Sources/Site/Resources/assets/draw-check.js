// Verifies the record of a draw in the browser, from the published rules alone (docs/admissions.md). It shares no code with the
// programme that drew: two independent ways to the same numbers. SHA-256 is written out because browsers lend theirs only to pages
// from secure addresses, and this page must work from a file and in any network.
"use strict";

// --- SHA-256 (FIPS 180-4) and HMAC (RFC 2104) ---

const K = new Uint32Array(64), START = new Uint32Array(8);
{ // The first 32 bits of the fractional parts of cube and square roots of the first primes.
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  const root = (n, degree) => { // Exactly, with whole numbers: floor(n^(1/degree) · 2^32).
    const target = BigInt(n) << BigInt(32 * degree);
    let low = 0n, high = 1n << 40n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(degree) <= target) low = middle; else high = middle;
    }
    return Number(low & 0xffffffffn);
  };
  primes.forEach((prime, i) => { K[i] = root(prime, 3); if (i < 8) START[i] = root(prime, 2); });
}

const W = new Uint32Array(64);

function compress(state, bytes, from) {
  for (let i = 0; i < 16; i++, from += 4)
    W[i] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15], y = W[i - 2];
    W[i] = W[i - 16] + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ (x >>> 3)) + W[i - 7]
      + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ (y >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d; state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** Hashes on from a state that has taken so many bytes already. */
function finish(start, bytes, before) {
  const state = start.slice(), whole = bytes.length - bytes.length % 64;
  for (let from = 0; from < whole; from += 64) compress(state, bytes, from);
  const rest = new Uint8Array(bytes.length - whole < 56 ? 64 : 128), bits = (before + bytes.length) * 8;
  rest.set(bytes.subarray(whole));
  rest[bytes.length - whole] = 0x80;
  const view = new DataView(rest.buffer);
  view.setUint32(rest.length - 8, Math.floor(bits / 0x100000000));
  view.setUint32(rest.length - 4, bits >>> 0);
  for (let from = 0; from < rest.length; from += 64) compress(state, rest, from);
  const digest = new Uint8Array(32), out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setUint32(i * 4, word));
  return digest;
}

const sha256 = (bytes) => finish(START, bytes, 0);

function hmac(key) {
  const states = [0x36, 0x5c].map((pad) => {
    const block = new Uint8Array(64).fill(pad), state = START.slice();
    key.forEach((byte, i) => { block[i] ^= byte; });
    compress(state, block, 0);
    return state;
  });
  return (bytes) => finish(states[1], finish(states[0], bytes, 64), 64);
}

const encoder = new TextEncoder();
const utf8 = (text) => encoder.encode(text);
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const unhex = (text) => {
  if (typeof text !== "string" || !/^([0-9a-fA-F]{2})*$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
};
const digestOf = (text) => hex(sha256(utf8(text)));

// --- The round ---

class Fault extends Error {}

function parse(text, what) {
  try { return JSON.parse(text); } catch { throw new Fault(what); }
}

function seedOf(record, round) {
  const parts = [utf8("xuezheng-draw-1"), ...[record.round, record.list, record.schools].map((text) => sha256(utf8(text)))];
  const commitments = round.commitments, reveals = record.reveals;
  if (reveals.length !== commitments.length) return null;
  commitments.forEach((promise, i) => parts.push(unhex(reveals[i].secret ?? promise.digest)));
  parts.push(isBeacon(round) ? unhex(record.publicValue) : typed(round, record.publicValue) ? utf8(record.publicValue) : null);
  if (parts.includes(null)) return null;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + 8 + part.length, 0));
  let at = 0;
  for (const part of parts) {
    new DataView(bytes.buffer).setUint32(at + 4, part.length);
    bytes.set(part, at + 8);
    at += 8 + part.length;
  }
  return sha256(bytes);
}

const isBeacon = (round) => round.public.kind === "drand" || round.public.kind === "nist";
const typed = (round, value) => {
  const characters = [...value];
  return characters.length === round.public.length && characters.every((one) => round.public.alphabet.includes(one));
};

function rowsOf(text, heading, columns) {
  const lines = text.split("\n");
  if (lines[0] !== heading || lines.pop() !== "") throw new Fault(heading);
  return lines.slice(1).map((line) => {
    const cells = line.split(",");
    if (cells.length !== columns) throw new Fault(line);
    return cells;
  });
}

const whole = (text) => {
  if (!/^(0|[1-9][0-9]*)$/.test(text)) throw new Fault(text);
  return Number(text);
};

function applicantsOf(record) {
  const seen = new Set();
  return rowsOf(record.list, "number,class,seats,kinds,choices", 5).map(([number, own, seats, kinds, choices]) => {
    if (seen.has(number)) throw new Fault(number);
    seen.add(number);
    return {
      number, own: whole(own), seats: whole(seats), kinds: new Set(kinds.split(" ")), asked: 0,
      choices: choices === "" ? [] : choices.split(" ").map((word) => {
        const [school, other] = word.split(":");
        return { school, excluded: other === "x", cls: other === undefined || other === "x" ? whole(own) : whole(other) };
      }),
    };
  });
}

function schoolsOf(record) {
  const schools = new Map();
  for (const [code, capacity, words] of rowsOf(record.schools, "school,capacity,groups", 3)) {
    let left = whole(capacity);
    const desks = (words === "" ? [] : words.split(" ")).map((word) => {
      const found = /^(all|first:|only:|without:)([^=]*)=([0-9]+)(#?)$/.exec(word);
      if (!found) throw new Fault(word);
      left -= Number(found[3]);
      return { admits: found[1].replace(":", ""), kind: found[2], seats: Number(found[3]), byNumber: found[4] === "#" };
    });
    if (left < 0 || schools.has(code)) throw new Fault(code);
    if (left > 0 || desks.length === 0) desks.push({ admits: "all", kind: "", seats: left, byNumber: false });
    schools.set(code, { code, capacity: whole(capacity), desks: desks.map((desk) => ({ ...desk, held: [], taken: 0, barrier: null })) });
  }
  return schools;
}

/** Numbers by scope: the order in lines, and where everybody stands. */
async function drawOrder(applicants, round, seed, tell) {
  const key = hmac(seed), scope = round.scope, tickets = [], multiple = round.rules.tieBreaking === "multiple";
  for (const applicant of applicants) {
    if (!multiple) tickets.push({ scope, applicant, choice: null });
    else for (const choice of applicant.choices) tickets.push({ scope: `${scope}/${choice.school}`, applicant, choice });
  }
  for (let i = 0; i < tickets.length; i++) {
    tickets[i].key = hex(key(utf8(`${tickets[i].scope}\n${tickets[i].applicant.number}`)));
    if (i % 4000 === 3999) await tell(i + 1, tickets.length);
  }
  const bytes = new Map();
  const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
  for (const { scope } of tickets) if (!bytes.has(scope)) bytes.set(scope, hex(utf8(scope)));
  tickets.sort((one, other) => order(bytes.get(one.scope), bytes.get(other.scope)) || order(one.key, other.key)
    || order(one.applicant.number, other.applicant.number));
  const lines = ["scope,rank,number,key"];
  let rank = 0, last = null;
  for (const ticket of tickets) {
    rank = ticket.scope === last ? rank + 1 : 1;
    last = ticket.scope;
    if (multiple) ticket.choice.number = rank; else ticket.applicant.rank = rank;
    lines.push(`${ticket.scope},${rank},${ticket.applicant.number},${ticket.key}`);
  }
  return lines.join("\n") + "\n";
}

// --- Deferred acceptance ---

function bandOf(mechanism, choice) {
  if (mechanism === "immediate") return choice;
  const parallel = /^parallel-([1-9][0-9]*)$/.exec(mechanism);
  return parallel ? Math.floor(choice / Number(parallel[1])) : 0;
}

const before = (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2] || one[3] - other[3];

/** Where an applicant stands at a group of places: band, whether the kind comes first, class, number; null where it is not open. */
function entryAt(desk, applicant, index, rules) {
  if (desk.seats < (rules.bundles === "beyond" ? 1 : applicant.seats)) return null;
  const has = applicant.kinds.has(desk.kind), choice = applicant.choices[index];
  if ((desk.admits === "only" && !has) || (desk.admits === "without" && has)) return null;
  const cls = rules.mechanism === "serial" ? applicant.own : choice.cls;
  return [bandOf(rules.mechanism, index), desk.admits === "first" && !has ? 1 : 0, desk.byNumber ? 0 : cls, choice.number ?? applicant.rank];
}

/** Asks the groups of a school from one on; whom a group lets go asks the next, and at last is added to those refused. */
function askSchool(school, from, applicant, rules, refused) {
  for (let d = from; d < school.desks.length; d++) {
    const desk = school.desks[d], entry = entryAt(desk, applicant, applicant.asked, rules);
    if (!entry || (desk.barrier && before(entry, desk.barrier) > 0)) continue;
    let low = 0, high = desk.held.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(desk.held[middle].entry, entry) < 0) low = middle + 1; else high = middle;
    }
    desk.held.splice(low, 0, { entry, applicant });
    desk.taken += applicant.seats;
    let isHeld = true;
    while (desk.taken > desk.seats) {
      const worst = desk.held[desk.held.length - 1];
      if (rules.bundles === "beyond" && desk.taken - worst.applicant.seats < desk.seats) break;
      desk.held.pop();
      desk.taken -= worst.applicant.seats;
      if (!desk.barrier || before(worst.entry, desk.barrier) < 0) desk.barrier = worst.entry;
      if (worst.applicant === applicant) isHeld = false;
      else askSchool(school, d + 1, worst.applicant, rules, refused);
    }
    if (isHeld) return;
  }
  refused.push(applicant);
}

async function place(applicants, schools, rules, tell) {
  let waiting = applicants.slice();
  for (let steps = 0; waiting.length > 0;) {
    const refused = [];
    for (const applicant of waiting) {
      const choice = applicant.choices[applicant.asked];
      if (!choice) { applicant.asked = -1; continue; }
      if (choice.excluded) refused.push(applicant); else askSchool(schools.get(choice.school), 0, applicant, rules, refused);
      if (++steps % 20000 === 0) await tell();
    }
    for (const applicant of refused) applicant.asked += 1;
    waiting = refused;
  }
  const lines = applicants.map((one) => one.asked < 0 ? `${one.number},,`
    : `${one.number},${one.choices[one.asked].school},${one.asked + 1}`);
  return ["number,school,choice", ...lines].join("\n") + "\n";
}

// --- Verification ---

function firstDifference(expected, found) {
  const one = expected.split("\n"), other = found.split("\n");
  let i = 0;
  while (i < one.length && one[i] === other[i]) i++;
  return [i + 1, one[i] ?? "", other[i] ?? ""];
}

/** Every step anew. Answers with findings {step, by, outcome, value, expected, found}, facts and the applicants. */
async function verify(text, published, tell) {
  const record = parse(text, "record");
  if (record === null || record.format !== "xuezheng-draw-record-1") throw new Fault("format");
  for (const key of ["round", "list", "schools", "publicValue", "seed", "order", "result"])
    if (typeof record[key] !== "string") throw new Fault(key);
  if (!Array.isArray(record.reveals)) throw new Fault("reveals");
  const round = parse(record.round, "round"), findings = [];
  if (round === null || round.format !== "xuezheng-draw-round-1" || !round.public || !round.rules || !Array.isArray(round.commitments))
    throw new Fault("round");
  const add = (step, outcome, more = {}) => findings.push({ step, outcome, ...more });
  const compare = (step, expected, found, more = {}) => expected === found
    ? add(step, "fits", { value: found, ...more }) : add(step, "differs", { expected, found, ...more });
  const compareLines = (step, expected, found) => {
    if (expected === found) return add(step, "fits", { value: String(Math.max(0, expected.split("\n").length - 2)) });
    const [line, one, other] = firstDifference(expected, found);
    add(step, "line-differs", { line, expected: one, found: other });
  };
  const roundDigest = digestOf(record.round);
  if (published) compare("round", published.toLowerCase(), roundDigest);
  compare("list", round.list, digestOf(record.list));
  if (round.schools) compare("schools", round.schools, record.schools ? digestOf(record.schools) : "");
  else if (record.schools) compare("schools", "", digestOf(record.schools));
  round.commitments.forEach((promise, i) => {
    const reveal = record.reveals[i], by = promise.by;
    if (!reveal || reveal.by !== by) return add("secret", "missing", { by });
    if (reveal.secret === undefined || reveal.secret === null) return add("secret", round.missingReveal === "continue" ? "left-out" : "missing", { by });
    const bytes = unhex(reveal.secret);
    if (!bytes) return add("secret", "malformed", { by, found: reveal.secret });
    compare("secret", promise.digest, hex(sha256(bytes)), { by });
  });
  for (const reveal of record.reveals.slice(round.commitments.length)) add("secret", "differs", { by: reveal.by, expected: "", found: reveal.secret ?? "" });
  verifyPublicValue(record, round, add, compare);
  const facts = { label: round.label, scope: round.scope, roundDigest, publicValue: record.publicValue, what: round.public.what };
  const seed = seedOf(record, round);
  if (!seed) {
    for (const step of ["seed", "order", "result"]) add(step, "not-looked-at");
    return { findings, facts, applicants: [] };
  }
  compare("seed", hex(seed), record.seed);
  let applicants, schools;
  try {
    applicants = applicantsOf(record);
    schools = record.schools ? schoolsOf(record) : null;
    for (const applicant of schools ? applicants : [])
      for (const choice of applicant.choices) if (!schools.has(choice.school)) throw new Fault(choice.school);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    add("order", "malformed", { found: fault.message });
    return { findings, facts, applicants: [] };
  }
  compareLines("order", await drawOrder(applicants, round, seed, tell), record.order);
  if (schools) {
    const rules = { mechanism: "deferred", bundles: "within", ...round.rules };
    compareLines("result", await place(applicants, schools, rules, tell), record.result);
  } else if (record.result) {
    compareLines("result", "", record.result);
  }
  return { findings, facts, applicants, schools };
}

function verifyPublicValue(record, round, add, compare) {
  const source = round.public, step = "public-value", value = record.publicValue;
  if (!isBeacon(round)) return typed(round, value) ? add(step, "fits", { value }) : add(step, "malformed", { found: value });
  if (typeof record.beacon !== "string") return add(step, "missing");
  let file;
  try { file = JSON.parse(record.beacon); } catch { return add(step, "malformed", { found: "" }); }
  const pulse = source.kind === "nist" ? file.pulse ?? file : null;
  const number = pulse ? pulse.pulseIndex : file.round, signature = pulse ? null : unhex(file.signature);
  // The second version of drand's interface leaves out what follows from the signature.
  const output = pulse ? pulse.outputValue : file.randomness ?? (signature && hex(sha256(signature)));
  const bytes = unhex(output);
  if (!bytes || bytes.length !== (pulse ? 64 : 32)) return add(step, "malformed", { found: String(output) });
  if (number !== source.round) return add(step, "differs", { expected: String(source.round), found: String(number) });
  if (pulse && pulse.chainIndex !== undefined && String(pulse.chainIndex) !== source.chain)
    return add(step, "differs", { expected: String(source.chain), found: String(pulse.chainIndex) });
  if (!pulse && (!signature || hex(sha256(signature)) !== hex(bytes)))
    return add(step, "malformed", { found: "randomness ≠ SHA-256(signature)" });
  compare(step, hex(bytes), value);
}

// --- The page ---

const WORDS = {
  "step.round": ["方案文件与派位前公布的一致", "The round file is the one that was published before"],
  "step.list": ["名单与方案中的校验值", "List of applications against its digest"],
  "step.schools": ["学校与学位与方案中的校验值", "Schools and places against their digest"],
  "step.secret": ["{by}的种子与其承诺", "Secret of {by} against the commitment"],
  "step.public-value": ["公开随机数与公布的来源", "Public value against its announced source"],
  "step.seed": ["派位种子", "Seed"],
  "step.order": ["全部派位号", "All numbers"],
  "step.result": ["全部录取结果", "All places"],
  "fits": ["{step}：相符（{value}）", "{step}: fits ({value})"],
  "differs": ["{step}：不符。应为 {expected}，记录中是 {found}", "{step}: does not fit. Expected {expected}, found {found}"],
  "line-differs": ["{step}：第 {line} 行不符。应为 {expected}，记录中是 {found}", "{step}: line {line} does not fit. Expected {expected}, found {found}"],
  "missing": ["{step}：缺少", "{step}: missing"],
  "left-out": ["{step}：未公布，按事先公布的规则以承诺值代替", "{step}: not revealed; by the published rule the commitment stands in its place"],
  "malformed": ["{step}：格式不对（{found}）", "{step}: not in the announced form ({found})"],
  "not-looked-at": ["{step}：因前面的问题无法核验", "{step}: cannot be looked at because of what was found before"],
  "good": ["核验无误", "The record is right"],
  "bad": ["核验不符", "The record does not fit"],
  "label": ["派位", "Draw"],
  "digest": ["方案校验值", "Digest of the round file"],
  "compare": ["请与派位前公布的校验值核对", "Compare it with the one published before the draw"],
  "value": ["公开随机数", "Public value"],
  "reading": ["正在核验……", "Verifying …"],
  "keys": ["已算 {done} / {all} 个派位号", "{done} of {all} numbers"],
  "fault": ["这不是派位记录，或文件已损坏（{found}）。请重新下载公布的文件。", "This is no record of a draw, or the file is damaged ({found}). Fetch the published file again."],
  "own": ["报名号 {number}", "Application {number}"],
  "own.none": ["名单中没有报名号 {number}。", "There is no application {number} in the list."],
  "own.rank": ["派位号 {rank}（共 {all} 个）", "Number {rank} of {all}"],
  "own.rank-at": ["{school}：派位号 {rank}", "{school}: number {rank}"],
  "own.placed": ["录取学校 {school}（第 {choice} 志愿）", "Placed at {school} (choice {choice})"],
  "own.unplaced": ["未录取", "Not placed"],
};

if (typeof document !== "undefined") {
  let language = navigator.language.startsWith("zh") ? 0 : 1, shown = null;
  const find = (id) => document.getElementById(id);
  const say = (key, values = {}) => WORDS[key][language].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? "");
  const element = (name, text, className) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const speak = () => {
    document.documentElement.lang = ["zh-Hans", "en"][language];
    for (const one of document.querySelectorAll("[data-zh]")) one.textContent = one.dataset[["zh", "en"][language]];
    for (const one of document.querySelectorAll("[data-language]"))
      one.setAttribute("aria-pressed", String(one.dataset.language === ["zh", "en"][language]));
    if (shown) show();
  };

  const isRight = (finding) => finding.outcome === "fits" || finding.outcome === "left-out";

  function show() {
    const { findings, facts, applicants, schools, number } = shown, right = findings.every(isRight);
    find("outcome").hidden = false;
    const verdict = find("verdict");
    verdict.textContent = say(right ? "good" : "bad");
    verdict.className = right ? "good" : "bad";
    const compared = findings.some((one) => one.step === "round");
    find("facts").replaceChildren(
      element("dt", say("label")), element("dd", `${facts.label} · ${facts.scope}`),
      element("dt", say("digest")), element("dd", facts.roundDigest + (compared ? "" : ` — ${say("compare")}`)),
      element("dt", say("value")), element("dd", `${facts.publicValue} · ${facts.what}`));
    find("findings").replaceChildren(...findings.map((one) =>
      element("li", say(one.outcome, { ...one, step: say(`step.${one.step}`, one) }), isRight(one) ? "good" : "bad")));
    const own = [];
    if (number) {
      const applicant = applicants.find((one) => one.number === number);
      if (!applicant) own.push(element("p", say("own.none", { number })));
      else {
        own.push(element("h2", say("own", { number })));
        if (applicant.rank) own.push(element("p", say("own.rank", { rank: applicant.rank, all: applicants.length })));
        else for (const one of applicant.choices) own.push(element("p", say("own.rank-at", { school: one.school, rank: one.number })));
        if (schools) own.push(element("p", applicant.asked < 0 ? say("own.unplaced")
          : say("own.placed", { school: applicant.choices[applicant.asked].school, choice: applicant.asked + 1 })));
      }
    }
    find("own").replaceChildren(...own);
  }

  find("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const progress = find("progress"), file = find("record").files[0];
    if (!file) return;
    find("outcome").hidden = true;
    shown = null;
    progress.textContent = say("reading");
    const pause = () => new Promise((resolve) => setTimeout(resolve));
    try {
      await pause();
      const result = await verify(await file.text(), find("published").value.trim(), (done, all) => {
        if (all) progress.textContent = say("keys", { done, all });
        return pause();
      });
      shown = { ...result, number: find("number").value.trim() };
      progress.textContent = "";
      show();
      find("verdict").focus();
    } catch (fault) {
      progress.textContent = say("fault", { found: fault instanceof Fault ? fault.message : String(fault) });
    }
  });
  for (const one of document.querySelectorAll("[data-language]"))
    one.addEventListener("click", () => { language = one.dataset.language === "zh" ? 0 : 1; speak(); });
  speak();
}
