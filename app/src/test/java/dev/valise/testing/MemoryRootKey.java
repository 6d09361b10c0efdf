package dev.valise.testing;

import dev.valise.crypto.RootKey;
import dev.valise.crypto.RootKeyStore;
import java.util.concurrent.atomic.AtomicInteger;

/** A root key that is kept as a file would keep it, for as long as this object lives. */
public final class MemoryRootKey implements RootKeyStore {
  private final AtomicInteger reads = new AtomicInteger();
  private volatile String content = RootKey.generate().reveal();

  @Override
  public RootKey read() {
    reads.incrementAndGet();
    return RootKey.parse(content);
  }

  public int reads() {
    return reads.get();
  }

  @Override
  public void write(RootKey key) {
    content = key.reveal();
  }
}
