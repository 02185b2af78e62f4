// Which words of a line are not in the other one. It compares the pieces as they are shown and changes none of them.

import type { Piece, SafeText } from '../backend/backend';

export interface Run {
  pieces: Piece[];
  changed: boolean;
}

/** Beyond so many words on a side the whole line counts as changed: the table would grow with their product. */
const MOST_WORDS = 400;

/** A line with fewer words on both sides is read as one thing. */
const FEWEST_WORDS = 5;

/** Both sides in runs of kept and of changed words. */
export function runs(before: SafeText, now: SafeText): [Run[], Run[]] {
  const [left, right] = [wordsOf(before), wordsOf(now)];
  const longer = Math.max(left.length, right.length);
  const kept = longer < FEWEST_WORDS || longer > MOST_WORDS ? [] : common(left, right);
  return [gather(left, new Set(kept.map(([index]) => index))), gather(right, new Set(kept.map(([, index]) => index)))];
}

/** A word keeps the space after it; an odd piece is a word of its own. */
function wordsOf(text: SafeText): Piece[] {
  return text.pieces.flatMap((piece) =>
    piece.odd === null
      ? (piece.text.match(/\s*\S+\s*|\s+/g) ?? []).map((word) => ({ text: word, odd: null }))
      : [piece],
  );
}

/** The longest common subsequence, as pairs of places. */
function common(left: Piece[], right: Piece[]): [number, number][] {
  const width = right.length + 1;
  const table = new Uint16Array((left.length + 1) * width);
  const at = (row: number, column: number) => table[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1) {
    for (let column = right.length - 1; column >= 0; column -= 1) {
      table[row * width + column] = isSame(left[row], right[column])
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let [row, column] = [0, 0]; row < left.length && column < right.length;) {
    if (isSame(left[row], right[column])) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

function isSame(one: Piece | undefined, other: Piece | undefined): boolean {
  return one !== undefined && other !== undefined && one.text.trim() === other.text.trim() && one.odd === other.odd;
}

function gather(all: Piece[], kept: Set<number>): Run[] {
  const gathered: Run[] = [];
  const add = (piece: Piece, changed: boolean) => {
    const last = gathered.at(-1);
    if (last?.changed === changed) last.pieces.push(piece);
    else if (piece.text !== '') gathered.push({ pieces: [piece], changed });
  };
  all.forEach((piece, index) => {
    const changed = !kept.has(index);
    // The space before what is kept is not marked.
    const isLast = changed && piece.odd === null && kept.has(index + 1);
    const word = isLast ? piece.text.trimEnd() : piece.text;
    add({ ...piece, text: word }, changed);
    if (word !== piece.text) add({ text: piece.text.slice(word.length), odd: null }, false);
  });
  return gathered;
}
