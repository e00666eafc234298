/** The entries of a list that was typed one a line; surrounding spaces and repetitions do not count. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  ),
];
