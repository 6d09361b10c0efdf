package dev.valise.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a process that got away, and still writes to the folder that is deleted. So many rounds
 * because it is a race: a deletion by paths loses it in some of them.
 */
class TreeDeletionIT {
  private static final int ROUNDS = 50;
  private static final int FOLDERS = 200;

  @TempDir Path folder;

  @Test
  void aLinkThatTakesAFoldersPlaceMeanwhileLeadsNowhere() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious"), "precious");
    for (int round = 0; round < ROUNDS; round++) {
      Path tree = Files.createDirectory(folder.resolve("tree" + round));
      Path stock = Files.createDirectory(folder.resolve("stock" + round));
      for (int i = 0; i < FOLDERS; i++) {
        Files.createDirectory(tree.resolve("inner" + i));
        Files.createSymbolicLink(stock.resolve("link" + i), outside);
      }
      var start = new CyclicBarrier(2);
      Thread swapper = Thread.ofPlatform().start(() -> swapAll(tree, stock, start));
      start.await(10, TimeUnit.SECONDS);
      try {
        PrivateFiles.deleteTree(tree);
      } catch (IOException e) {
        // What it meets is another thing than it saw: that is all it may do about it.
      }
      swapper.join();
      PrivateFiles.deleteTree(tree);
      assertThat(tree).doesNotExist();
      assertThat(precious).hasContent("precious");
    }
  }

  private static void swapAll(Path tree, Path stock, CyclicBarrier start) {
    try {
      start.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    for (int i = 0; i < FOLDERS; i++) {
      try {
        Path inner = tree.resolve("inner" + i);
        Files.move(inner, stock.resolve("folder" + i));
        Files.move(stock.resolve("link" + i), inner);
      } catch (IOException e) {
        // It is deleted already.
      }
    }
  }
}
