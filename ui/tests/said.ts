// What a test expects a message to say.

/** A message as it is put together: what is put in stands between marks that keep its direction to itself. */
export function said(texts: TemplateStringsArray, ...put: string[]): string {
  return texts.map((text, at) => (at === 0 ? text : `\u2068${put[at - 1] ?? ''}\u2069${text}`)).join('');
}
