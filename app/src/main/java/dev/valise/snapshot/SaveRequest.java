package dev.valise.snapshot;

import dev.valise.model.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What to save.
 *
 * @param folder in which nothing writes meanwhile; with {@code staged}, that of its copies
 * @param preset which of its files to keep
 * @param attachments texts to keep with the files, by name
 * @param base what the folder held before: what it shares with that is neither stored nor, where
 *     its record tells, read again
 * @param staged stands for a folder in which others write, as it was when it was copied; it must
 *     have been begun with this very base
 */
public record SaveRequest(
    Path folder,
    Preset preset,
    Map<String, String> attachments,
    Vault vault,
    Optional<Base> base,
    Optional<StagedFolder> staged,
    Progress progress) {
  public SaveRequest {
    attachments = Map.copyOf(attachments);
  }

  public static SaveRequest of(
      Path folder, Preset preset, Map<String, String> attachments, Vault vault) {
    return new SaveRequest(
        folder, preset, attachments, vault, Optional.empty(), Optional.empty(), Progress.NONE);
  }

  public SaveRequest on(Base newBase) {
    return new SaveRequest(
        folder, preset, attachments, vault, Optional.of(newBase), staged, progress);
  }

  public SaveRequest telling(Progress newProgress) {
    return new SaveRequest(folder, preset, attachments, vault, base, staged, newProgress);
  }

  public SaveRequest from(StagedFolder newStaged) {
    return new SaveRequest(
        newStaged.folder(),
        preset,
        attachments,
        vault,
        newStaged.base(),
        Optional.of(newStaged),
        progress);
  }
}
