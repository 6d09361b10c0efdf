package dev.valise.profile;

import dev.valise.model.ProfileId;

/** Another session took the writer lease over: nothing was saved, and nothing can be. */
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public LeaseLostException(ProfileId profile) {
    super("another session has taken over the writer lease of profile " + profile);
  }
}
