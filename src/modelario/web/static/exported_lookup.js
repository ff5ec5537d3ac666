// What is called like some words, where no server answers: as queries/search.py tells it, with a
// plainer measure of what is spelt alike.

const { exported } = document.body.dataset;
const language = document.documentElement.lang;
const get = (name) => fetch(`${exported}${name}`).then((answer) => answer.json());
let asked;

const all = () => {
  asked ??= Promise.all([get(`names-${language}.json`), get("spellings.json")]).then(([names, spellings]) => ({
    spellings,
    named: names.map(([kind, id, name, note, first, weight, further, text]) => ({
      kind, id, name, note, first, weight, further, text,
      plain: plain(name), slug: plain(id.slice(id.lastIndexOf("/") + 1)), own: plain([name, id, ...further].join(" ")),
    })),
  }));
  return asked;
};

export const plain = (text) =>
  text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^a-z0-9.+]+/g, " ").trim();

const holds = (words, text) => words.split(" ").every((word) => text.includes(word));

// How many letters have to be changed, of two words.
function distance(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let at = 1; at <= one.length; at += 1) {
    const next = [at];
    for (let to = 1; to <= other.length; to += 1) {
      next.push(Math.min(row[to] + 1, next[to - 1] + 1, row[to - 1] + Number(one[at - 1] !== other[to - 1])));
    }
    row = next;
  }
  return row[other.length];
}

function alike(wanted, named) {
  const words = wanted.split(" ");
  const others = named.plain.split(" ");
  const likest = (word) => Math.max(...others.map((each) => 1 - distance(word, each) / Math.max(word.length, each.length)));
  return words.reduce((sum, word) => sum + likest(word), 0) / words.length;
}

function called(wanted, each) {
  const so = wanted === each.plain || wanted === each.slug;
  if (each.kind === "model") {
    if (so) return 100;
    if (each.plain.startsWith(wanted) || each.slug.startsWith(wanted)) return 95;
  } else if (so) return 95;
  return holds(wanted, each.own) ? 85 : 75;
}

const places = new Set(["lab", "provider", "list"]);

// Hits, the likeliest first, and the one model that is meant, if that is certain.
export async function find(text, most = 20) {
  const { named, spellings } = await all();
  const wanted = plain(text.slice(0, 200));
  if (!wanted) return { hits: [], model: null };
  const place = named.some((each) => places.has(each.kind) && (wanted === each.plain || wanted === each.slug));
  const named_so = named.filter((each) => each.kind === "model" && (wanted === each.slug || wanted === each.plain));
  const model = place ? null : spellings[wanted] ?? (named_so.length === 1 ? named_so[0].id : null);
  let found = named.filter((each) => each.id === model && each.kind === "model" || holds(wanted, each.text))
    .map((each) => ({ ...each, likeness: each.id === model && each.kind === "model" ? 100 : called(wanted, each) }));
  if (!found.length) {
    found = named.map((each) => ({ ...each, likeness: Math.round(80 * alike(wanted, each)) }))
      .filter((each) => each.likeness >= 56);
  }
  found.sort((a, b) => b.likeness - a.likeness || b.first - a.first || b.weight - a.weight || (a.name < b.name ? -1 : 1));
  return { hits: found.slice(0, most), model };
}
