package dev.valise.chromium.isolation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders of the machine that a browser gets.
 *
 * @param profile its user-data-dir, absolute
 * @param downloads absolute; empty for a folder that goes with the room
 */
public record BrowserFolders(Path profile, Optional<Path> downloads) {

  List<Path> all() {
    List<Path> all = new ArrayList<>(List.of(profile));
    downloads.ifPresent(all::add);
    return all;
  }
}
