/** Gives each figure a button that saves its plot as a file. */
export function savePlots(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-plot]")) {
    const plot = figure.querySelector("svg.plot");
    if (plot === null) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Save as SVG";
    button.setAttribute("aria-label", `Save as SVG: ${plot.querySelector("title")?.textContent ?? ""}`);
    button.addEventListener("click", () => save(plot.outerHTML, `${figure.dataset.plot}.svg`));
    figure.querySelector("figcaption")?.append(button);
  }
}

function save(text: string, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href));
}
