package dev.valise.testing;

import dev.valise.crypto.RootKey;
import dev.valise.crypto.RootKeyStore;
import java.io.IOException;

/** A root key that tells of every call, before it does anything. */
public record SteppedRootKey(RootKeyStore sound, Runnable step) implements RootKeyStore {
  @Override
  public RootKey read() throws IOException {
    step.run();
    return sound.read();
  }

  @Override
  public void write(RootKey key) throws IOException {
    step.run();
    sound.write(key);
  }
}
