package dev.valise.testing;

import dev.valise.model.IdSource;
import java.util.Random;

/** New ids for tests. */
public final class Ids {
  private Ids() {}

  /** Ids that no other source of this process makes. */
  public static IdSource fresh() {
    return new IdSource(new Random());
  }
}
