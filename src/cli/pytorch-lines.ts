/**
 * Python that loads parameters into the net of ten classes and computes its logits.
 * @param reader the import of what reads the file
 * @param load the lines that read the file into `net`
 */
export function pytorchLines(reader: string, load: string): string {
  return `\
from collections import OrderedDict
${reader}
from torch import nn

net = nn.Sequential(OrderedDict(
    conv1=nn.Conv2d(1, 10, 5), pool1=nn.MaxPool2d(2), relu1=nn.ReLU(),
    conv2=nn.Conv2d(10, 20, 5), pool2=nn.MaxPool2d(2), relu2=nn.ReLU(),
    flatten=nn.Flatten(), fc=nn.Linear(320, 10)))
${load}
logits = net(images / 255)  # images: uint8, [N, 1, 28, 28]`;
}

/** @param spaces before each line that is not empty */
export function indented(lines: string, spaces: number): string {
  return lines.replace(/^(?=.)/gm, " ".repeat(spaces));
}
