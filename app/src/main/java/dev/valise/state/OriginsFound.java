package dev.valise.state;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The web origins that have state in a user-data-dir.
 *
 * @param origins those that were found, immutable
 * @param warnings one sentence for each part that could not be read, so that origins may be
 *     missing; free of anything that a page or a client wrote, and of paths outside of the folder
 */
public record OriginsFound(SortedSet<WebOrigin> origins, List<String> warnings) {
  public OriginsFound {
    origins = Collections.unmodifiableSortedSet(new TreeSet<>(origins));
    warnings = List.copyOf(warnings);
  }
}
