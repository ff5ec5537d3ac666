// Where things stand: as web/addresses.py writes it.

const taken = /[/\\]|^\.(?=\.?$)|\.(?=(?:json|csv|md|atom|ics|feed\.json|png|pdf|br|zst|gz|html)$)|~(?=[0-9A-F]{2})/g;
const hex = (char) => char.charCodeAt(0).toString(16).toUpperCase();

export const segment = (name) =>
  encodeURIComponent(name.replace(taken, (char) => `~${hex(char)}`)).replaceAll("%3A", ":");

export function modelPath(id) {
  const slash = id.indexOf("/");
  return `models/${segment(id.slice(0, slash))}/${segment(id.slice(slash + 1))}`;
}
