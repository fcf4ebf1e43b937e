/**
 * The protobuf classes of `@tensorflow/tfjs-node-gpu` (dist/proto/api_pb.js) that a graph needs: TensorFlow's own
 * messages, some of them named without their "Proto" or "Def".
 */
export interface Protobuf {
  readonly SavedModel: new () => SavedModelMessage;
  readonly MetaGraphDef: (new () => MetaGraphMessage) & {
    readonly MetaInfoDef: new () => { addTags(tag: string): void };
  };
  readonly GraphDef: new () => GraphMessage;
  readonly VersionDef: new () => { setProducer(version: number): void };
  readonly NodeDef: new () => NodeMessage;
  readonly AttrValue: (new () => AttributeMessage) & {
    readonly ListValue: new () => { setIList(values: readonly number[]): void };
  };
  readonly Tensor: new () => TensorMessage;
  readonly TensorShape: (new () => ShapeMessage) & {
    readonly Dim: new () => { setSize(size: number): void };
  };
}

interface SavedModelMessage {
  setSavedModelSchemaVersion(version: number): void;
  addMetaGraphs(metaGraph: MetaGraphMessage): void;
  serializeBinary(): Uint8Array;
}

interface MetaGraphMessage {
  setMetaInfoDef(info: { addTags(tag: string): void }): void;
  setGraphDef(graph: GraphMessage): void;
}

interface GraphMessage {
  setVersions(versions: { setProducer(version: number): void }): void;
  addNode(node: NodeMessage): void;
}

interface NodeMessage {
  setName(name: string): void;
  setOp(operation: string): void;
  setDevice(device: string): void;
  setInputList(inputs: readonly string[]): void;
  getAttrMap(): { set(name: string, value: AttributeMessage): void };
}

export interface AttributeMessage {
  setType(type: number): void;
  setI(value: number): void;
  setB(value: boolean): void;
  /** base64 */
  setS(value: string): void;
  setShape(shape: ShapeMessage): void;
  setTensor(tensor: TensorMessage): void;
  setList(list: object): void;
}

export interface ShapeMessage {
  addDim(dimension: { setSize(size: number): void }): void;
}

interface TensorMessage {
  setDtype(type: number): void;
  setTensorShape(shape: ShapeMessage): void;
  setTensorContent(bytes: Uint8Array): void;
}
