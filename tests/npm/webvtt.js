// Prints what the W3C's WebVTT parser finds in each file: node webvtt.js file.vtt …
const { readFileSync } = require("fs");
const { WebVTTParser } = require("webvtt-parser");

const text = (node) => node.type === "text" ? node.value : (node.children || []).map(text).join("");
const voice = (node) => node.type === "object" && node.name === "v" ? node.value : (node.children || []).map(voice).find(Boolean);
console.log(JSON.stringify(process.argv.slice(2).map((path) => {
  const told = new WebVTTParser(require("webvtt-parser/html-entities.json")).parse(readFileSync(path, "utf8"), "captions");
  return {
    errors: told.errors.map((error) => `${error.line}: ${error.message}`),
    cues: told.cues.map((cue) => [cue.startTime, cue.endTime, voice(cue.tree) || "", text(cue.tree)]),
  };
})));
