package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.valise.testing.FolderContent;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two ways to list a folder, side by side. */
class FolderListingTest {
  private static final FolderListing.Obstacle NONE =
      (child, reason) -> {
        throw reason;
      };

  @TempDir private Path folder;

  @Test
  void bothWaysTellTheSame() throws Exception {
    FolderContent.write(folder, "file", new byte[12_345]);
    FolderContent.write(folder, "a folder/with this", new byte[1]);
    Shell.run(folder, "touch -d '1969-12-31 23:59:59.987654321Z' before-1970");
    Shell.run(folder, "touch -d '2100-01-01 00:00:00.000000001Z' later && chmod 640 later");
    Shell.run(folder, "truncate -s 5G sparse && mkfifo pipe && chmod 0 'a folder'");
    Shell.run(folder, "ln -s missing link && ln -s . loop && touch .hidden ...");
    Shell.run(folder, "printf %0250d 0 | xargs touch");

    try (FolderListing portable = FolderListing.portable();
        FolderListing listing = FolderListing.ofThisMachine()) {
      List<FolderChild> children = listing.children(folder, NONE);
      assertThat(byName(children)).hasSize(11).isEqualTo(byName(portable.children(folder, NONE)));
    }
    Shell.run(folder, "chmod 700 'a folder'");
  }

  @Test
  void manyNamesAreMoreThanOneCallTells() throws IOException {
    for (int i = 0; i < 2_000; i++) {
      Files.createFile(folder.resolve("a name of some length that fills a buffer " + i));
    }
    try (FolderListing portable = FolderListing.portable();
        FolderListing listing = FolderListing.ofThisMachine()) {
      assertThat(byName(listing.children(folder, NONE)))
          .hasSize(2_000)
          .isEqualTo(byName(portable.children(folder, NONE)));
    }
  }

  @Test
  void whatIsUnusualIsLeftToTheJdk() throws Exception {
    assumeTrue(FolderCalls.OF_THIS_MACHINE != null, "has no such calls");
    FolderContent.write(folder, "plain/file", new byte[1]);
    FolderContent.write(folder, "other/ümlaut", new byte[1]);
    Shell.run(folder, "ln -s plain link");
    try (var linux = new LinuxFolders(FolderCalls.OF_THIS_MACHINE)) {
      assertThat(linux.children(folder.resolve("plain"))).isPresent();
      for (String unusual : List.of("other", "link", "missing", "plain/file")) {
        assertThat(linux.children(folder.resolve(unusual))).as(unusual).isEmpty();
      }
    }
    try (FolderListing listing = FolderListing.ofThisMachine()) {
      assertThat(byName(listing.children(folder.resolve("other"), NONE))).containsKey("ümlaut");
    }
  }

  private static Map<String, FoundEntry> byName(List<FolderChild> children) {
    return children.stream()
        .collect(
            Collectors.toMap(FolderChild::name, FolderChild::found, (a, _) -> a, TreeMap::new));
  }
}
