package dev.valise.upkeep.verify;

import java.util.Comparator;
import java.util.List;

/** A blob that versions need cannot be read back, or not all of it. */
public sealed interface BlobFinding extends Finding {

  /** The key of the blob. */
  String blob();

  /** There is no such blob. */
  record MissingBlob(String blob, List<Loss> losses) implements BlobFinding {
    public MissingBlob {
      losses = List.copyOf(losses);
    }

    @Override
    public String kind() {
      return "missing-blob";
    }

    @Override
    public String problem() {
      return label(blob) + " is missing";
    }
  }

  /**
   * Not the bytes that were written.
   *
   * @param damage in words that follow the blob's name
   */
  record DamagedBlob(String blob, String damage, List<Loss> losses) implements BlobFinding {
    public DamagedBlob {
      losses = List.copyOf(losses);
    }

    @Override
    public String kind() {
      return "damaged-blob";
    }

    @Override
    public String problem() {
      return label(blob) + " is damaged: " + damage;
    }
  }

  /** A newer Valise wrote the blob. */
  record NewerBlob(String blob, String message, List<Loss> losses) implements BlobFinding {
    public NewerBlob {
      losses = List.copyOf(losses);
    }

    @Override
    public String kind() {
      return "newer-blob";
    }

    @Override
    public String problem() {
      return message;
    }
  }

  /**
   * The blob store failed. The blob may be whole, so nothing is repaired because of it.
   *
   * @param reason what the blob store said
   */
  record UnreadableBlob(String blob, String reason, List<Loss> losses) implements BlobFinding {
    public UnreadableBlob {
      losses = List.copyOf(losses);
    }

    @Override
    public String kind() {
      return "unreadable-blob";
    }

    @Override
    public String problem() {
      return label(blob) + " cannot be read now: " + reason;
    }
  }

  /** Such as {@code pack packs/ab/abc}. */
  private static String label(String blob) {
    return (blob.startsWith("packs/") ? "pack " : "manifest ") + blob;
  }

  @Override
  default Severity severity() {
    return losses().stream()
        .map(Loss::severity)
        .max(Comparator.naturalOrder())
        .orElse(Severity.WARNING);
  }

  @Override
  default List<String> consequences() {
    return losses().isEmpty()
        ? List.of("every version can be restored: none needs what is damaged")
        : losses().stream().map(Loss::sentence).toList();
  }
}
