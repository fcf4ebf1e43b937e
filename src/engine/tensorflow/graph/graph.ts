import { type Attribute, type Constant, type DataType, encodeAttribute, type Shape } from "./attribute.js";
import type { Protobuf } from "./protobuf.js";

/** An output of a node: the node's name for its first, `name:1` for its second. */
export type Output = string;

/** A variable on the device: a handle that reads and writes go through. */
export interface Variable {
  readonly handle: Output;
  readonly type: DataType;
}

/**
 * A TensorFlow graph under construction. Nodes are pinned to the graph's device, so that TensorFlow refuses to load a
 * graph that it cannot run there, instead of running it elsewhere; constants and fed values go wherever their consumers
 * are.
 */
export interface Graph {
  /**
   * Adds a node.
   * @param inputs outputs of other nodes; `^name` only waits for that node
   * @param name needed where a session feeds or fetches it
   */
  node(
    operation: string,
    inputs: readonly Output[],
    attributes?: Readonly<Record<string, Attribute>>,
    name?: string,
  ): Output;
  /** A value that every call of a session must feed. */
  fed(name: string, type: DataType, shape: Shape): Output;
  constant(constant: Constant): Output;
  variable(name: string, type: DataType, shape: Shape): Variable;
  /** A scalar to fetch, available once all these nodes have run. */
  done(name: string, nodes: readonly Output[]): Output;
  /** The bytes of a saved_model.pb with this graph, tagged `serve`. */
  serialize(): Uint8Array;
}

/** The version of GraphDef in TensorFlow 2.20; older readers accept anything above their minimum. */
const graphVersion = 1882;

/** @param device such as `/device:GPU:0` */
export function createGraph(protobuf: Protobuf, device: string): Graph {
  const definition = new protobuf.GraphDef();
  const versions = new protobuf.VersionDef();
  versions.setProducer(graphVersion);
  definition.setVersions(versions);
  let count = 0;

  function add(
    operation: string,
    inputs: readonly Output[],
    attributes: Readonly<Record<string, Attribute>>,
    name: string,
    on: string,
  ): Output {
    const node = new protobuf.NodeDef();
    node.setName(name);
    node.setOp(operation);
    node.setDevice(on);
    node.setInputList(inputs);
    const map = node.getAttrMap();
    for (const [key, attribute] of Object.entries(attributes)) map.set(key, encodeAttribute(protobuf, attribute));
    definition.addNode(node);
    return name;
  }
  const fresh = (operation: string) => `${operation}_${count++}`;

  return {
    node: (operation, inputs, attributes = {}, name = fresh(operation)) =>
      add(operation, inputs, attributes, name, device),
    fed: (name, type, shape) => add("Placeholder", [], { dtype: { type }, shape: { shape } }, name, ""),
    constant: (constant) =>
      add("Const", [], { dtype: { type: constant.type }, value: { constant } }, fresh("Const"), ""),
    variable: (name, type, shape) => ({
      handle: add(
        "VarHandleOp",
        [],
        { dtype: { type }, shape: { shape }, shared_name: { text: name }, container: { text: "" } },
        name,
        device,
      ),
      type,
    }),
    done(name, nodes) {
      const one: Constant = { type: "int32", shape: [], values: Int32Array.of(1) };
      const after = nodes.map((node) => `^${node}`);
      return add("Const", after, { dtype: { type: "int32" }, value: { constant: one } }, name, "");
    },
    serialize() {
      const info = new protobuf.MetaGraphDef.MetaInfoDef();
      info.addTags("serve");
      const metaGraph = new protobuf.MetaGraphDef();
      metaGraph.setMetaInfoDef(info);
      metaGraph.setGraphDef(definition);
      const model = new protobuf.SavedModel();
      model.setSavedModelSchemaVersion(1);
      model.addMetaGraphs(metaGraph);
      return model.serializeBinary();
    },
  };
}
