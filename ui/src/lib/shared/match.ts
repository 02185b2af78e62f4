// Finds things by the words of their names: each typed word must begin a word of the name, marks on letters aside. It
// ranks nothing.

export interface Piece {
  text: string;
  hit: boolean;
}

/** The name in pieces, those that were typed marked; none where it is not meant. Nothing typed means everything. */
export function match(name: string, typed: string, more = ''): Piece[] | null {
  const wanted = words(plain(typed));
  const hits: [number, number][] = [];
  for (const word of wanted) {
    const at = placeOf(plain(name), word);
    if (at >= 0) hits.push([at, at + word.length]);
    else if (placeOf(plain(more), word) < 0) return null;
  }
  return cut(name, hits);
}

/** As long as what it is of, so that places in one are places in the other. */
function plain(text: string): string {
  return [...text].map((letter) => fold(letter)).join('');
}

function fold(letter: string): string {
  const bare = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.length === letter.length ? bare : letter;
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Where a word of the text begins so. Scripts without spaces between words match anywhere. */
function placeOf(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(0, at).at(-1);
    if (before === undefined || !/[\p{L}\p{N}]/u.test(before) || /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}]/u.test(word))
      return at;
  }
  return -1;
}

function cut(name: string, hits: [number, number][]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of hits.sort(([one], [other]) => one - other)) {
    if (from < at) continue;
    if (from > at) pieces.push({ text: name.slice(at, from), hit: false });
    pieces.push({ text: name.slice(from, to), hit: true });
    at = to;
  }
  if (at < name.length) pieces.push({ text: name.slice(at), hit: false });
  return pieces;
}
