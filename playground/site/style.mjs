export const STYLE = `
:root { color-scheme: light dark; --ink: #23212b; --quiet: #6b6877; --paper: #fff; --line: #e3e1ea; --accent: #4945ff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceaf4; --quiet: #a09db0; --paper: #181826; --line: #34324a; --accent: #9a97ff; }
}
body { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 system-ui, sans-serif; }
a { color: var(--accent); }
header a { color: inherit; font-weight: 700; text-decoration: none; }
h1 { margin: 2.5rem 0 0; line-height: 1.2; }
.by, footer { color: var(--quiet); font-size: 0.875rem; }
#linkbacks, footer { margin-top: 3rem; border-top: 1px solid var(--line); }
#linkbacks h2 { font-size: 1.125rem; }
.linkbacks { padding: 0; list-style: none; }
.linkbacks li { margin: 1rem 0; overflow-wrap: anywhere; }
.linkbacks p { margin: 0.25rem 0; }
blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
pre { overflow: auto; padding: 1rem; border: 1px solid var(--line); }
img { max-width: 100%; }
footer { padding-top: 0.75rem; }
`;
