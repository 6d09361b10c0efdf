package dev.valise.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.valise.blob.BlobKey;
import dev.valise.testing.Seed;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The parsers take any bytes: random ones, and real ones that were changed. They answer or throw an
 * {@link IOException}, at once and without asking for more memory than the bytes are worth. {@code
 * -Dvalise.fuzz.seconds=N} for longer than three seconds for each.
 */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class FormatFuzzTest {
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("valise.fuzz.seconds", 3));

  /** An input of one byte may make a few objects; a byte of a path or a segment up to a hundred. */
  private static final long MOST_BYTES = 256 << 10;

  private static final int MOST_FOR_ONE = 1_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Seed seed = Seed.fresh("FormatFuzzTest");
  private final Random random = seed.random();
  private final SnapshotFixture fixture = new SnapshotFixture();
  private Tree base;
  private Tree tree;

  private interface Parser {
    void parse(byte[] bytes) throws IOException;
  }

  @BeforeEach
  void twoTrees(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("Default/empty"));
    Files.write(folder.resolve("Default/000003.log"), seed.bytes(30_000));
    Files.write(folder.resolve("Default/Cookies"), seed.bytes(9_000));
    Files.write(folder.resolve("Default/gone"), seed.bytes(10));
    SavedSnapshot first = fixture.save(folder);
    base = fixture.tree(first.manifest());
    Files.delete(folder.resolve("Default/gone"));
    Files.write(folder.resolve("Default/new"), seed.bytes(10));
    byte[] log = seed.bytes(30_000);
    log[10_000] ^= 1;
    Files.write(folder.resolve("Default/000003.log"), log);
    SavedSnapshot second = fixture.save(folder, SnapshotFixture.base(first));
    tree = fixture.tree(second.manifest());
  }

  @Test
  void trees() throws IOException {
    TreeEncoder.Encoded changes = TreeEncoder.encode(tree, base);
    fuzz(changes.bytes(), bytes -> TreeDecoder.decode(bytes, changes.packs(), base));
    TreeEncoder.Encoded all = TreeEncoder.encode(tree, Tree.EMPTY);
    fuzz(all.bytes(), bytes -> TreeDecoder.decode(bytes, all.packs(), Tree.EMPTY));
  }

  @Test
  void indexes() throws IOException {
    var index =
        new ManifestIndex(
            Optional.of(new BlobKey("manifests/ab/abc")),
            List.copyOf(tree.packs().values()),
            Map.of("cookies", "[{}]", "more", ""),
            3);
    assertThat(ManifestIndex.decode(index.encode())).isEqualTo(index);
    fuzz(index.encode(), ManifestIndex::decode);
  }

  @Test
  void manifestsOfTheFirstFormat() throws IOException {
    byte[] plain =
        FirstFormat.encode(
            List.copyOf(tree.packs().values()), tree.files(), SnapshotFixture.ATTACHMENTS);
    var key = new BlobKey("manifests/ab/abc");
    fuzz(plain, bytes -> FirstManifest.decode(key, bytes).content().resolve(Tree.EMPTY));
  }

  /** Whoever can write into the blob store, but has not the key. */
  @Test
  void storedManifests() throws IOException {
    BlobKey key = fixture.manifests().getLast();
    fuzz(
        fixture.stored(key),
        bytes -> {
          fixture.overwrite(key, bytes);
          fixture.tree(key);
        });
  }

  @Test
  void storedPacks() throws IOException {
    PackIndex pack = List.copyOf(tree.packs().values()).getFirst();
    fuzz(
        fixture.stored(pack.key()),
        bytes -> {
          fixture.overwrite(pack.key(), bytes);
          var segments = new SegmentCache(fixture.blobs, fixture.vault, tree.packs());
          for (int segment = 0; segment < pack.segments().size(); segment++) {
            var _ = segments.segment(pack.key(), segment);
          }
        });
  }

  @Test
  void records(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("record");
    var record =
        new CheckoutRecord(
            new BlobKey("manifests/ab/abc"),
            Map.of("a", new FileStamp(1, 2, 3, 4), "b\n", new FileStamp(0, -1, Long.MIN_VALUE, 1)),
            Map.of("folder", 0755),
            1);
    record.write(file, "boot");
    assertThat(CheckoutRecord.read(file, "boot")).contains(record);
    assertThat(CheckoutRecord.read(file, "another")).isEmpty();
    fuzz(
        Files.readAllBytes(file),
        bytes -> {
          var _ = CheckoutRecord.decode(bytes, "boot");
        });
  }

  /** The basic types, one after the other in a random order. */
  @Test
  void basicTypes() throws IOException {
    fuzzAny(
        seed.bytes(200),
        bytes -> {
          var in = new FormatReader(bytes);
          while (in.hasMore()) {
            switch (random.nextInt(7)) {
              case 0 -> in.number();
              case 1 -> in.number(random.nextInt());
              case 2 -> in.count(1 + random.nextInt(40));
              case 3 -> in.signed();
              case 4 -> in.text();
              case 5 -> in.bytes();
              default -> in.hash();
            }
          }
        });
  }

  private void fuzz(byte[] sound, Parser parser) throws IOException {
    parser.parse(sound);
    fuzzAny(sound, parser);
  }

  private void fuzzAny(byte[] sound, Parser parser) {
    long end = System.nanoTime() + TIME.toNanos();
    long inputs = 0;
    long refused = 0;
    for (; System.nanoTime() < end; inputs++) {
      byte[] bytes = random.nextInt(4) == 0 ? noise() : mutated(sound);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      try {
        parser.parse(bytes);
      } catch (IOException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        fail("%s with %s".formatted(seed, HexFormat.of().formatHex(bytes)), e);
      }
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("memory for %s bytes, %s", bytes.length, seed)
          .isLessThan(MOST_BYTES + (long) MOST_FOR_ONE * bytes.length);
    }
    System.out.println("%s inputs, %s refused".formatted(inputs, refused));
  }

  private byte[] noise() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] mutated(byte[] sound) {
    byte[] bytes = sound.clone();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      bytes = mutatedOnce(bytes);
    }
    return bytes;
  }

  private byte[] mutatedOnce(byte[] bytes) {
    if (bytes.length == 0) {
      return noise();
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        for (int i = at; i < Math.min(bytes.length, at + 9); i++) {
          bytes[i] = (byte) 0xff;
        }
      }
      default -> {
        int length = random.nextInt(Math.min(100, bytes.length - at) + 1);
        return ByteBuffer.allocate(bytes.length + length)
            .put(bytes, 0, at + length)
            .put(bytes, at, bytes.length - at)
            .array();
      }
    }
    return bytes;
  }
}
