package dev.valise.model;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version holds and what its save left out.
 *
 * @param files number of files
 * @param bytes their sizes added up
 * @param storedBytes what the save added to the blob store
 * @param cookies all cookies the browser had
 * @param sessionCookies those of them without an expiry
 * @param origins number of web origins that have state in it
 * @param leftOutFiles caches and leftovers that the preset keeps out
 * @param leftOutBytes their sizes added up
 * @param leftOutByRule the same by the pattern of the rule that left them out, without those that
 *     left out no bytes. What cannot be stored is left out by no rule
 * @param steps of the save; empty where the content was there before, as after a rollback
 */
public record SaveFigures(
    int files,
    long bytes,
    long storedBytes,
    int cookies,
    int sessionCookies,
    int origins,
    int leftOutFiles,
    long leftOutBytes,
    SortedMap<String, Long> leftOutByRule,
    Optional<SaveSteps> steps) {

  public SaveFigures {
    // Figures in the catalog that are older than the rules.
    SortedMap<String, Long> byRule = Objects.requireNonNullElse(leftOutByRule, new TreeMap<>());
    leftOutByRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
    steps = Objects.requireNonNullElse(steps, Optional.empty());
  }

  /** Of which neither rules nor steps are known. */
  public SaveFigures(
      int files,
      long bytes,
      long storedBytes,
      int cookies,
      int sessionCookies,
      int origins,
      int leftOutFiles,
      long leftOutBytes) {
    this(
        files,
        bytes,
        storedBytes,
        cookies,
        sessionCookies,
        origins,
        leftOutFiles,
        leftOutBytes,
        new TreeMap<>(),
        Optional.empty());
  }

  /** Of a version with the same content, which added nothing to the store and took no steps. */
  public SaveFigures ofCopy() {
    return with(0, Optional.empty());
  }

  /** Of a save that found all of it there. */
  public SaveFigures ofUnchanged(SaveSteps newSteps) {
    return with(0, Optional.of(newSteps));
  }

  private SaveFigures with(long newStoredBytes, Optional<SaveSteps> newSteps) {
    return new SaveFigures(
        files,
        bytes,
        newStoredBytes,
        cookies,
        sessionCookies,
        origins,
        leftOutFiles,
        leftOutBytes,
        leftOutByRule,
        newSteps);
  }
}
