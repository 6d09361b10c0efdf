package dev.valise.chromium.landlock;

/** Landlock as kernels had it before this one. */
public final class OlderKernel {
  private OlderKernel() {}

  /** One that uses no rule that came later. */
  public static Landlock withAbi(int abi) {
    return new Landlock(abi);
  }
}
