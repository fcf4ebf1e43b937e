import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { figure } from "../../../src/report/page/figure.js";
import { html } from "../../../src/report/page/html.js";
import { type Page, renderPage } from "../../../src/report/page/shell.js";
import { table } from "../../../src/report/page/table.js";

const numbers = table(
  "Accuracy <by> epoch",
  [
    { header: "epoch", cell: ({ epoch }) => epoch, kind: "heading" },
    { header: "accuracy", cell: ({ accuracy }) => accuracy },
    { header: "why", cell: () => "a & b", kind: "text" },
  ],
  [{ epoch: 0, accuracy: 0.5 }],
);

const page: Page = {
  title: `a <b> "c"`,
  lead: html`<h1>A title</h1>`,
  sections: [
    {
      id: "curves",
      heading: "Curves & more",
      content: figure({ plot: html`<svg></svg>`, name: "curve", caption: "It rises", numbers }),
    },
  ],
  data: { text: "</script>" },
  script: "document.title = 'x' + (1 < 2);",
};

test("a page is whole: title, sections with their headings, figures with their numbers, data", () => {
  const text = renderPage(page);
  expect(text).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(text).toContain("<title>a &lt;b&gt; &quot;c&quot;</title>");
  expect(text).toContain(`<section aria-labelledby="curves">\n<h2 id="curves">Curves &amp; more</h2>`);
  expect(text).toContain(`<figcaption><p>It rises</p>\n<details><summary>Numbers</summary>`);
  expect(text).toContain(`<caption>Accuracy &lt;by&gt; epoch</caption>`);
  expect(text).toContain(`<tr><th scope="row">0</th><td class="number">0.5</td><td>a &amp; b</td></tr>`);
  expect(renderPage(page)).toBe(text);
});

test("the policy allows the page's own style and script by their digests, and nothing else", () => {
  const policyOf = (text: string) => /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)![1];
  const digest = (text: string) => `&#39;sha256-${createHash("sha256").update(text).digest("base64")}&#39;`;
  const text = renderPage(page);
  const style = /<style>([\s\S]*)<\/style>/.exec(text)![1];
  const policy = "default-src &#39;none&#39;; img-src data:; ";
  const rest = "; base-uri &#39;none&#39;; form-action &#39;none&#39;";
  expect(policyOf(text)).toBe(`${policy}style-src ${digest(style)}; script-src ${digest(page.script!)}${rest}`);
  const { script: _, ...plain } = page;
  expect(policyOf(renderPage(plain))).toBe(`${policy}style-src ${digest(style)}${rest}`);
  expect(renderPage(plain).match(/<script/g)).toHaveLength(1);
});
