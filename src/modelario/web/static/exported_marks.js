// How pages that are made in the browser are put together.

export function element(name, attributes, ...content) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...content.filter((each) => each !== null && each !== undefined));
  return made;
}

export const link = (href, text) => element("a", { href }, text);
