package dev.valise.chromium.libc;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** Functions of libc, and what went wrong in the last one of them. Thread-safe. */
@SuppressWarnings("restricted") // calls into libc with the prototypes of its manual pages
public final class NativeCall {
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
  public static MethodHandle plain(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor, options);
  }

  /** One that tells its failure by errno; takes a {@link #state} before its own arguments. */
  public static MethodHandle withErrno(String name, FunctionDescriptor descriptor) {
    return plain(name, descriptor, ERRNO);
  }

  /** The same for a function with {@code ...} after so many arguments. */
  public static MethodHandle variadic(String name, FunctionDescriptor descriptor, int fixed) {
    return plain(name, descriptor, ERRNO, Linker.Option.firstVariadicArg(fixed));
  }

  /** Where one call leaves its errno; zero-filled memory of this layout. */
  public static MemoryLayout state() {
    return STATE;
  }

  /** After a call that failed. */
  public static int errno(MemorySegment state) {
    return (int) NUMBER.get(state, 0L);
  }

  /** With the text for an errno, such as "No such file or directory". */
  public static IOException failure(String what, int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return new IOException(what + ": " + text.reinterpret(LONGEST_TEXT).getString(0));
    } catch (Throwable e) {
      throw new IllegalStateException("strerror failed", e);
    }
  }
}
