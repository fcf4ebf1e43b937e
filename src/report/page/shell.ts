import { createHash } from "node:crypto";
import { version } from "../../version.js";
import { type Content, type Html, html, jsonMarkup } from "./html.js";
import { pageStyle } from "./style.js";

/** A part of the page with a heading of its own. */
interface Section {
  /** of its heading, for links */
  readonly id: string;
  readonly heading: string;
  readonly content: Content;
}

/** What a page shows. The same page is the same bytes: it holds no time of its making. */
export interface Page {
  readonly title: string;
  /** what comes first: the heading and the result */
  readonly lead: Content;
  readonly sections: readonly Section[];
  /** all numbers, as JSON */
  readonly data: unknown;
  /** the source of the script that adds to the page; without it the page is complete too */
  readonly script?: string | undefined;
}

/** A whole document that loads nothing: the browser is told to refuse all but this style and this script. */
export function renderPage({ title, lead, sections, data, script }: Page): string {
  const hashes = [
    `style-src '${digest(pageStyle)}'`,
    ...(script === undefined ? [] : [`script-src '${digest(script)}'`]),
  ];
  const policy = `default-src 'none'; img-src data:; ${hashes.join("; ")}; base-uri 'none'; form-action 'none'`;
  const links = sections.map(({ id, heading }) => html`<li><a href="#${id}">${heading}</a></li>`);
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="ohem ${version}">
<title>${title}</title>
<style>${{ markup: pageStyle }}</style>
</head>
<body>
<header class="lead">${lead}</header>
<nav aria-label="Sections"><ul>${links}</ul></nav>
<main>${sections.map(renderSection)}</main>
<footer><p>Made by ohem ${version}. This page loads nothing and sends nothing.</p></footer>
<script type="application/json" id="data">${jsonMarkup(data)}</script>
${script === undefined ? undefined : html`<script>${{ markup: script }}</script>\n`}</body>
</html>
`;
  return document.markup;
}

function renderSection({ id, heading, content }: Section): Html {
  return html`
<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>`;
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
