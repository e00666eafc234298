/** An element that was entered, followed by counting tags of its name: exact enough, and without a stack. */
export interface Scope {
  readonly name: string;
  readonly depth: number;
}

export const enterScope = (name: string): Scope => ({ name, depth: 1 });

/** The scope after an opening tag. */
export const scopeOpened = (scope: Scope | null, name: string): Scope | null =>
  scope?.name === name ? { name, depth: scope.depth + 1 } : scope;

/** The scope after a closing tag; null when it was left. */
export const scopeClosed = (scope: Scope | null, name: string): Scope | null => {
  if (scope?.name !== name) return scope;
  return scope.depth > 1 ? { name, depth: scope.depth - 1 } : null;
};
