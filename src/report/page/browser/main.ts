import { drawing } from "./drawing.js";
import { savePlots } from "./save-plots.js";

/*
 * What a report can do where scripts run. The build makes one script of this and all that it imports, which a page
 * embeds; see tsconfig.json beside it for the browser's types.
 */
drawing();
savePlots();
