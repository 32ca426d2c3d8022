/** The page's complete style: it loads no file, font or image. */
export const style = `
:root {
  color-scheme: light dark;
  --back: #fff; --raised: #f4f6f8; --text: #1b2430; --soft: #4b5768; --line: #d5dbe2; --accent: #0b57d0; --mark: #e8f0fe;
  --no: #9b1c1c; --wait: #7a4b00; --soon: #14613a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --back: #11161c; --raised: #1a212a; --text: #e4e9ef; --soft: #a9b4c2; --line: #323d4a; --accent: #8ab4f8; --mark: #1b2b45;
    --no: #f5a3a3; --wait: #f0c674; --soon: #8fd6ae;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--accent); }
a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { overflow-wrap: anywhere; background: var(--raised); border-radius: 3px; padding: .1em .25em; }
pre { margin: 0; padding: .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; }
pre code { padding: 0; background: none; font-size: 1em; }
h1, h2, h3 { line-height: 1.25; margin: 0; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.35rem; }
h3, .example { font-size: .9rem; font-weight: 600; color: var(--soft); margin: 1rem 0 .25rem; }
p, ul { margin: 0 0 .5rem; }
ul { padding-left: 1.2rem; }
li { margin-bottom: .25rem; }

.skip { position: absolute; left: -100vw; background: var(--back); padding: .5rem; }
.skip:focus { left: .5rem; top: .5rem; }
body > header, main, nav { padding: 1rem; max-width: 72rem; }
body > header { border-bottom: 1px solid var(--line); max-width: none; }
.links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 0; padding: 0; list-style: none; }
.second { color: var(--soft); font-weight: 400; }

nav ol { list-style: none; margin: .5rem 0 0; padding: 0; }
nav li { margin: 0; border-bottom: 1px solid var(--line); }
nav ol a { display: grid; grid-template-columns: 2.75rem 1fr; padding: .4rem .25rem; text-decoration: none; line-height: 1.3; }
nav ol a:hover { background: var(--mark); }
nav strong { font-variant-numeric: tabular-nums; }
nav .second { display: block; font-size: .85rem; }

.languages { display: grid; gap: 0 2rem; }
.languages > div { min-width: 0; }
.languages > div + div { border-top: 1px dashed var(--line); margin-top: .75rem; }
.tongue { margin: .75rem 0 0; font-size: .75rem; font-weight: 600; letter-spacing: .03em; color: var(--soft); }
article, #gateway { border-top: 1px solid var(--line); padding: 1.5rem 0; scroll-margin-top: 0; }
article:target, #gateway:target { background: var(--mark); box-shadow: 0 0 0 1rem var(--mark), -1.2rem 0 0 0 var(--accent); border-color: transparent; }
article:target code, article:target pre, #gateway:target code, #gateway:target pre { background: var(--back); }
#gateway h3 { color: var(--text); font-size: 1rem; margin-top: 1.25rem; }
article:first-child { border-top: 0; padding-top: 0; }
.title { margin: .15rem 0 .5rem; font-size: 1.05rem; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem .5rem; margin: .5rem 0; padding: 0; list-style: none; font-size: .875rem; }
.facts li { margin: 0; padding: .1rem .55rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--back); }
.no { color: var(--no); } .wait { color: var(--wait); } .soon { color: var(--soon); }
.repeat { font-size: .9rem; font-weight: 600; margin: .15rem 0; }

@media (min-width: 44rem) {
  .languages { grid-template-columns: 1fr 1fr; }
  .languages > div + div { border-top: 0; margin: 0; }
  body > header, main, nav { padding: 1.5rem 2rem; }
}
@media (min-width: 70rem) {
  body { display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
  body > header { grid-column: 1 / -1; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; border-right: 1px solid var(--line); }
}
@media print {
  nav, .skip, .links { display: none; }
  article { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
}
`;
