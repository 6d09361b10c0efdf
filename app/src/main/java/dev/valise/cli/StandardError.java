package dev.valise.cli;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Where stderr of this process goes. */
final class StandardError {
  private static final int DESCRIPTOR = 2;

  private StandardError() {}

  /**
   * Whether somebody sees a line being redrawn. {@link java.io.Console#isTerminal} is about stdin
   * and stdout, which are often redirected when stderr is not, and the other way round.
   */
  @SuppressWarnings("restricted") // isatty(3), with the prototype of its manual page
  static boolean isTerminal() {
    Linker linker = Linker.nativeLinker();
    Optional<MemorySegment> isatty = linker.defaultLookup().find("isatty");
    if (isatty.isEmpty()) {
      return false;
    }
    var call = linker.downcallHandle(isatty.get(), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      return (int) call.invokeExact(DESCRIPTOR) == 1;
    } catch (Throwable e) {
      throw new IllegalStateException("isatty failed", e);
    }
  }
}
