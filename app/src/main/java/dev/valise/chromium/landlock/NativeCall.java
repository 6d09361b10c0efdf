package dev.valise.chromium.landlock;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Functions of libc, and what went wrong in the last one of them. */
@SuppressWarnings("restricted") // calls into libc with the prototypes of its manual pages
final class NativeCall {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle NUMBER =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle STRERROR =
      plain("strerror", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final int LONGEST_TEXT = 200;

  private NativeCall() {}

  /** One that tells its failure by its result, or has none. */
  static MethodHandle plain(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** One that tells its failure by errno; takes a {@link #state} before its own arguments. */
  static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
    return plain(name, descriptor, ERRNO);
  }

  /** The same for a function with {@code ...} after so many arguments. */
  static MethodHandle variadic(String name, FunctionDescriptor descriptor, int fixed) {
    return plain(name, descriptor, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  static MemoryLayout state() {
    return STATE;
  }

  static int errno(MemorySegment state) {
    return (int) NUMBER.get(state, 0L);
  }

  static IOException failure(String what, int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return new IOException(what + ": " + text.reinterpret(LONGEST_TEXT).getString(0));
    } catch (Throwable e) {
      throw new IllegalStateException("strerror failed", e);
    }
  }
}
