export interface GpuProof {
  readonly proven: boolean;
  /** for people: which device was proven, or why there is none */
  readonly reason: string;
}
export async function provenGpu(): Promise<GpuProof> {
  return { proven: false, reason: "no TensorFlow backend is installed" };
}
