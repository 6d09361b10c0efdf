package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A real file system of a few megabytes, in memory, that can be full. */
record SmallDisk(Path root) implements AutoCloseable {
  private static final int PAGE = 4096;

  /** Where this process may not mount anything, which takes root, the test is skipped. */
  static SmallDisk mount(Path folder, int megabytes) throws IOException {
    Path root = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "valise", root.toString()),
        "no file system can be mounted here, and so none can be full");
    return new SmallDisk(root);
  }

  private static boolean run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(output);
    return process.onExit().orTimeout(30, TimeUnit.SECONDS).join().exitValue() == 0;
  }

  private Path ballast() {
    return root.resolve("ballast");
  }

  /**
   * Fills the disk.
   *
   * @param left how many bytes to leave, in whole pages
   */
  void fill(long left) throws IOException {
    release();
    try (FileChannel file =
        FileChannel.open(ballast(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = 0;
      try {
        while (true) {
          size += file.write(ByteBuffer.allocate(PAGE));
        }
      } catch (IOException full) {
        assertThat(full).hasMessageContaining("No space left");
      }
      assertThat(size).isGreaterThan(left);
      file.truncate(size - left);
    }
  }

  /** Makes the room free again that {@link #fill} took. */
  void release() throws IOException {
    Files.deleteIfExists(ballast());
  }

  /** How many bytes are free. */
  long free() throws IOException {
    return Files.getFileStore(root).getUsableSpace();
  }

  @Override
  public void close() throws IOException {
    assertThat(run("umount", root.toString())).as("unmounted").isTrue();
  }
}
