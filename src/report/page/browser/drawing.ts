import { toImage } from "../../../data/pictures/to-image.js";
import { imageSide } from "../../../model/net.js";
import { forward } from "./forward.js";
import { type EmbeddedNet, parametersOf } from "./net.js";

/** Pixels of the canvas, and of the pen. */
const side = 280;
const pen = 22;

/** Lets people draw a digit; the net of the page says what it sees, while they draw. */
export function drawing(): void {
  const part = document.getElementById("drawing");
  const embedded = document.getElementById("net")?.textContent;
  if (part === null || embedded === undefined || embedded === null) return;
  const net: EmbeddedNet = JSON.parse(embedded);
  const parameters = parametersOf(net);
  const [canvas, seen] = [...part.querySelectorAll("canvas")];
  const answer = part.querySelector("output")!;
  const bars = [...part.querySelectorAll<HTMLElement>(".bars li")];
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  const nameOf = (label: number) => net.classNames?.[label] ?? String(label);
  const prompt = answer.textContent;
  let due = 0;

  canvas.width = side;
  canvas.height = side;
  seen.width = imageSide;
  seen.height = imageSide;
  part.hidden = false;
  strokes(canvas, (from, to) => {
    draw(context, from, to);
    if (due === 0) due = requestAnimationFrame(look);
  });
  part.querySelector("button")!.addEventListener("click", () => {
    context.clearRect(0, 0, side, side);
    show(undefined, prompt);
  });

  function look(): void {
    due = 0;
    const { data } = context.getImageData(0, 0, side, side);
    const grey = Uint8Array.from({ length: side * side }, (_, pixel) => 255 - data[4 * pixel + 3]);
    try {
      show(toImage({ width: side, height: side, grey }, "the drawing"));
    } catch (error) {
      show(undefined, `${(error as Error).message}.`);
    }
  }

  /** @param problem instead of an answer */
  function show(image: Uint8Array | undefined, problem = ""): void {
    paint(seen, image ?? new Uint8Array(imageSide * imageSide));
    const shares = image && forward(parameters, image);
    const best = shares === undefined ? -1 : shares.indexOf(Math.max(...shares));
    const ranking = [...(shares ?? [])].map((share, label) => ({ share, label }));
    // With many classes there are bars for the first of them.
    if (ranking.length > bars.length) ranking.sort((a, b) => b.share - a.share);
    for (const [index, bar] of bars.entries()) {
      const { share, label } = ranking[index] ?? { share: 0, label: index };
      const [name, track, value] = [...bar.children] as HTMLElement[];
      name.textContent = nameOf(label);
      (track.firstElementChild as HTMLElement).style.width = `${100 * share}%`;
      value.textContent = shares === undefined ? "" : `${(100 * share).toFixed(1)}%`;
      bar.classList.toggle("best", label === best);
    }
    answer.textContent = shares === undefined ? problem : `${nameOf(best)}, ${(100 * shares[best]).toFixed(1)}%`;
  }
}

type Place = readonly [x: number, y: number];

/** Calls `draw` for each piece of a line, by mouse, finger or pen; a second finger, or the palm, draws nothing. */
function strokes(canvas: HTMLCanvasElement, draw: (from: Place, to: Place) => void): void {
  let last: Place | undefined;
  let pointer: number | undefined;
  const placeOf = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return [((clientX - left) * side) / width, ((clientY - top) * side) / height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || pointer !== undefined) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    last = placeOf(event);
    draw(last, last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (last === undefined || event.pointerId !== pointer) return;
    for (const piece of event.getCoalescedEvents?.() ?? [event]) {
      const next = placeOf(piece);
      draw(last, next);
      last = next;
    }
  });
  for (const end of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(end, ({ pointerId }) => {
      if (pointerId === pointer) last = pointer = undefined;
    });
  }
}

function draw(context: CanvasRenderingContext2D, from: Place, to: Place): void {
  context.strokeStyle = getComputedStyle(context.canvas).color;
  context.lineWidth = pen;
  context.lineCap = "round";
  context.lineJoin = "round";
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}

/** As white on black, which the style of the page may invert. */
function paint(canvas: HTMLCanvasElement, image: Uint8Array): void {
  const data = new Uint8ClampedArray(4 * image.length);
  for (const [pixel, level] of image.entries()) data.set([level, level, level, 255], 4 * pixel);
  canvas.getContext("2d")!.putImageData(new ImageData(data, imageSide, imageSide), 0, 0);
}
