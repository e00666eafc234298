/** A piece of a path pattern: fixed text as it stands in a URL, or a parameter. */
export type PathPiece = { readonly text: string } | { readonly param: string };

/** A pair of a query pattern; `param` is null for fixed text. */
export interface QueryPiece {
  readonly name: string;
  readonly param: string | null;
  readonly text: string;
}

/** One character of a path; `any`: whatever but a slash; `more`: any number of such characters, or none. */
type Unit = string | typeof ANY | typeof MORE;
const ANY = Symbol('any');
const MORE = Symbol('more');

/**
 * Whether some path matches both. Parameters stand for one character or more within a segment, so this never misses
 * an overlap; for two parameters in one segment it may see one that the narrower rules of matching rule out.
 */
export const pathsOverlap = (a: readonly PathPiece[], b: readonly PathPiece[]): boolean => {
  const [one, other] = [segmentsOf(a), segmentsOf(b)];
  return one.length === other.length && one.every((segment, at) => segmentsOverlap(segment, other[at] ?? []));
};

/** Whether some query matches both: it has as many pairs as each of them, and all of their names. */
export const queriesOverlap = (a: readonly QueryPiece[], b: readonly QueryPiece[]): boolean => {
  if (a.length !== b.length) return false;
  if (new Set([...a, ...b].map(({ name }) => name)).size > a.length) return false;
  return a.every((mine) => b.every((theirs) => mine.name !== theirs.name || valuesOverlap(mine, theirs)));
};

const valuesOverlap = (a: QueryPiece, b: QueryPiece): boolean => {
  if (a.param === null && b.param === null) return a.text === b.text;
  // A parameter is never empty.
  return (a.param !== null || a.text !== '') && (b.param !== null || b.text !== '');
};

/** The units of each segment; a slash at the end counts for nothing. */
const segmentsOf = (pieces: readonly PathPiece[]): Unit[][] => {
  const segments: Unit[][] = [[]];
  for (const unit of pieces.flatMap(unitsOf)) {
    if (unit === '/') segments.push([]);
    else segments.at(-1)?.push(unit);
  }
  while (segments.length > 1 && segments.at(-1)?.length === 0) segments.pop();
  return segments;
};

const unitsOf = (piece: PathPiece): Unit[] => ('text' in piece ? [...piece.text] : [ANY, MORE]);

/** Walks both at once: `open` holds how far into `b` one can have come with what was read of `a`. */
const segmentsOverlap = (a: readonly Unit[], b: readonly Unit[]): boolean => {
  let open = skip(b, new Set([0]));
  for (const unit of a) {
    open = skip(b, unit === MORE ? repeated(b, open) : step(unit, b, open));
    if (open.size === 0) return false;
  }
  return open.has(b.length);
};

/** Where one comes to with one more character that `unit` stands for. */
const step = (unit: Unit, b: readonly Unit[], open: ReadonlySet<number>): Set<number> => {
  const reached = new Set<number>();
  for (const at of open) {
    const other = b[at];
    if (other === undefined) continue;
    if (other === MORE) reached.add(at);
    else if (unit === ANY || other === ANY || unit === other) reached.add(at + 1);
  }
  return reached;
};

/** `MORE` takes any character, and so leads to every place from the first that is open. */
const repeated = (b: readonly Unit[], open: ReadonlySet<number>): Set<number> => {
  const first = Math.min(...open);
  return new Set(Array.from({ length: b.length - first + 1 }, (_, index) => first + index));
};

/** `MORE` may stand for nothing. */
const skip = (b: readonly Unit[], open: ReadonlySet<number>): Set<number> => {
  const reached = new Set(open);
  b.forEach((unit, at) => {
    if (unit === MORE && reached.has(at)) reached.add(at + 1);
  });
  return reached;
};
