package dev.valise.chromium.spawn;

import dev.valise.chromium.libc.Descriptors;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The descriptors that a new process starts with, and this side's ends of its pipes.
 *
 * @param ofChild its 0, 1 and 2, and those it is given besides
 */
record ChildStreams(
    List<Integer> ofChild, OutputStream input, InputStream output, InputStream error) {

  /**
   * Opens what the builder asks for.
   *
   * @param descriptors closes the ends of the child on this side
   * @param given becomes descriptor 3, for writing
   */
  static ChildStreams open(ProcessBuilder builder, Optional<Path> given, Descriptors descriptors)
      throws IOException {
    List<Integer> ofChild = new ArrayList<>();
    OutputStream input = OutputStream.nullOutputStream();
    InputStream output = InputStream.nullInputStream();
    InputStream error = InputStream.nullInputStream();
    if (builder.redirectInput().equals(Redirect.PIPE)) {
      Descriptors.Pipe pipe = descriptors.pipe();
      ofChild.add(pipe.readEnd());
      input = new FileOutputStream(Descriptors.again(pipe.writeEnd()).toFile());
    } else {
      ofChild.add(file(builder.redirectInput(), 0, descriptors));
    }
    if (builder.redirectOutput().equals(Redirect.PIPE)) {
      Descriptors.Pipe pipe = descriptors.pipe();
      ofChild.add(pipe.writeEnd());
      output = new FileInputStream(Descriptors.again(pipe.readEnd()).toFile());
    } else {
      ofChild.add(file(builder.redirectOutput(), 1, descriptors));
    }
    if (builder.redirectErrorStream()) {
      ofChild.add(ofChild.getLast());
    } else if (builder.redirectError().equals(Redirect.PIPE)) {
      Descriptors.Pipe pipe = descriptors.pipe();
      ofChild.add(pipe.writeEnd());
      error = new FileInputStream(Descriptors.again(pipe.readEnd()).toFile());
    } else {
      ofChild.add(file(builder.redirectError(), 2, descriptors));
    }
    if (given.isPresent()) {
      ofChild.add(descriptors.open(given.get(), Descriptors.WRITE));
    }
    return new ChildStreams(List.copyOf(ofChild), input, output, error);
  }

  private static int file(Redirect redirect, int inherited, Descriptors descriptors)
      throws IOException {
    int flags =
        switch (redirect.type()) {
          case PIPE -> throw new IllegalArgumentException("No file: " + redirect);
          case INHERIT -> -1;
          case READ -> Descriptors.READ;
          case WRITE -> Descriptors.WRITE | Descriptors.CREATE | Descriptors.TRUNCATE;
          case APPEND -> Descriptors.WRITE | Descriptors.CREATE | Descriptors.APPEND;
        };
    return flags < 0 ? inherited : descriptors.open(redirect.file().toPath(), flags);
  }

  void close() throws IOException {
    try (input;
        output;
        error) {
      // All three, also when one of them fails.
    }
  }
}
