package dev.valise.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Which files of a folder belong to its snapshots. Paths are relative, with slashes.
 *
 * <p>The rules are data, in {@code presets/*.preset}, where their syntax and reasons stand.
 * Immutable.
 */
public final class Preset {
  private final List<PresetRule> rules;

  private Preset(List<PresetRule> rules) {
    this.rules = rules;
  }

  /** The default: everything that can matter to a site or to the user, without caches. */
  public static Preset full() {
    return load("full");
  }

  /** Whatever there is. */
  static Preset withoutRules() {
    return new Preset(List.of());
  }

  /** Caches too: all but what a running browser leaves for others to find it. */
  public static Preset everything() {
    return load("everything");
  }

  private static Preset load(String name) {
    String resource = "/presets/" + name + ".preset";
    try (InputStream in = Preset.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("no such preset: " + name);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads rules, one a line.
   *
   * @throws IllegalArgumentException when a line is none
   */
  static Preset parse(String text) {
    return new Preset(
        text.lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .map(PresetRule::parse)
            .toList());
  }

  boolean keepsFile(String path, long size) {
    return dropsFile(path, size).isEmpty();
  }

  /** Whether any file in this folder may be kept. */
  boolean entersFolder(String path) {
    return dropsFolder(path).isEmpty();
  }

  /** The pattern of the rule that leaves a file out; empty when it is kept. */
  Optional<String> dropsFile(String path, long size) {
    for (PresetRule rule : rules) {
      if (rule.dropsFile(path, size)) {
        return Optional.of(rule.glob());
      }
    }
    return Optional.empty();
  }

  /** The pattern of the rule that leaves a folder out; empty when it is entered. */
  Optional<String> dropsFolder(String path) {
    for (PresetRule rule : rules) {
      if (rule.dropsFolder(path)) {
        return Optional.of(rule.glob());
      }
    }
    return Optional.empty();
  }
}
