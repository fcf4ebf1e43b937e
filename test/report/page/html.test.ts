import { expect, test } from "vitest";
import { escaped, html, jsonMarkup } from "../../../src/report/page/html.js";

test("values are escaped, in text and in attributes; markup, arrays and undefined are taken as they are", () => {
  const hostile = `</p><script>alert("1")</script> & 'x'`;
  const written = "&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;";
  expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(`<p title="${written}">${written}</p>`);
  expect(html`<b>${html`<i>${1 / 2}</i>`}${["a", html`<br>`, ["<"]]}${undefined}</b>`.markup).toBe(
    "<b><i>0.5</i>a<br>&lt;</b>",
  );
});

test("characters that no document may have become the replacement character", () => {
  const found = escaped("a\0b\u0007\u0085\ud800\uffff\ufdd0\u00e9\u6570\u{1f642}\n");
  expect(found).toBe("a\ufffdb\ufffd\ufffd\ufffd\ufffd\ufffd\u00e9\u6570\u{1f642}\n");
});

test("JSON cannot end its script element", () => {
  const data = { name: "</script><!--<script>", loss: Number.NaN };
  const { markup } = jsonMarkup(data);
  expect(markup).not.toContain("<");
  expect(JSON.parse(markup)).toEqual({ ...data, loss: null });
});
