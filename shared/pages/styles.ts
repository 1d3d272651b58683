import { type Accent, ourAccent } from "./accent.ts";

/** The style sheet of every page: the reader's own font, one column, large targets, both colour schemes. */
export const stylesFor = (accent: Accent = ourAccent): string => `
:root{color-scheme:light dark;--ink:#102a43;--quiet:#486581;--paper:#fff;--back:#f1f4f8;--line:#9fb3c8;--ground:${accent.ground};--on-ground:${accent.onGround};--accent:${accent.onLight};--good:#0f5f33;--bad:#9b1c1c}
@media (prefers-color-scheme:dark){:root{--ink:#f0f4f8;--quiet:#bcccdc;--paper:#1f2937;--back:#111827;--line:#627d98;--accent:${accent.onDark};--good:#7ee2a8;--bad:#ffb4b4}}
${styles}`;

const styles = `
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0;background:var(--back);color:var(--ink);font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
header,main,footer{max-width:40rem;margin:0 auto;padding:0 1.25rem}
header p{margin:1.25rem 0 .75rem;font-weight:600;color:var(--quiet)}
.logo{display:block;height:3.5rem;max-width:100%;object-fit:contain;object-position:left}
@media (prefers-color-scheme:dark){.logo{background:#fff;padding:.375rem;border-radius:.5rem}}
main{background:var(--paper);border-top:.25rem solid var(--ground);border-radius:.75rem;padding:1.5rem 1.25rem;margin-bottom:1rem;overflow-wrap:anywhere}
footer{padding-bottom:2rem;color:var(--quiet);font-size:.9375rem;overflow-wrap:anywhere}
footer p{margin:0 0 .25rem}
footer a{display:inline-block;margin-right:1rem;padding:.375rem 0}
a{color:var(--accent)}
body>main:first-child{margin-top:2rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.125rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
.quiet{color:var(--quiet);font-size:.9375rem}
.message{border-left:.25rem solid var(--line);padding-left:1rem}
.good{color:var(--good)}
.bad{color:var(--bad)}
.item{border-top:1px solid var(--line);padding:1.25rem 0 .5rem}
h3{font-size:1rem;margin:1rem 0 .5rem}
code{font-size:.875em}
.mark{font-size:.875rem;font-weight:400;color:var(--quiet)}
.drop{border:2px dashed var(--line);border-radius:.75rem;padding:1.25rem;display:flex;flex-wrap:wrap;gap:.75rem;justify-content:center}
.drop.over{border-color:var(--accent);border-style:solid}
.drop p{flex-basis:100%;margin:0;text-align:center}
.button,button{display:inline-block;min-height:2.75rem;padding:.625rem 1.25rem;border:2px solid var(--accent);border-radius:.5rem;background:var(--ground);color:var(--on-ground);font:inherit;font-weight:600;cursor:pointer}
.button.second,button.second{background:transparent;color:var(--accent)}
button+button{margin-left:.5rem}
form+p:not(:empty){margin-top:1rem}
input[type=password],input[autocomplete]{width:100%;max-width:24rem;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--quiet);border-radius:.5rem;background:transparent;color:inherit;font:inherit}
.camera{display:none}
@media (any-pointer:coarse){.camera{display:inline}}
@media (hover:none) and (pointer:coarse){.dragging{display:none}}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
input.hidden:focus-visible+label,a:focus-visible,button:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.files{list-style:none;margin:.75rem 0;padding:0}
.files li{border:1px solid var(--line);border-radius:.5rem;padding:.75rem;margin:0 0 .5rem}
.files progress{display:block;width:100%;height:.75rem;margin:.375rem 0;accent-color:var(--accent)}
.files .state{margin:0;font-size:.9375rem}
.files button{margin-top:.5rem}
fieldset{border:1px solid var(--line);border-radius:.5rem;margin:0 0 1rem;padding:.75rem 1rem}
legend{font-weight:600;padding:0 .375rem}
fieldset label{display:flex;gap:.625rem;align-items:flex-start;padding:.5rem 0}
fieldset input{flex:none;width:1.25rem;height:1.25rem;margin:.1875rem 0 0;accent-color:var(--accent)}
`;
