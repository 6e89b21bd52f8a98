package javax.imageio.spi;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Finds the tables, embossers and validators of braille-utils 1.2.3, which looks them up through
 * the Java class of this name. Since Java 9 that class refuses every interface that is not one of
 * its own, and braille-utils stops. Here each line of META-INF/services is made an object, as
 * the old class did. Only the tests use it, put over the original with --patch-module.
 */
public class ServiceRegistry {

    public static <T> Iterator<T> lookupProviders(Class<T> kind) {
        return lookupProviders(kind, Thread.currentThread().getContextClassLoader());
    }

    /** Those that were made: the library asks for its tables again and again. */
    private static final Map<Class<?>, List<?>> KEPT = new HashMap<>();

    public static <T> Iterator<T> lookupProviders(Class<T> kind, ClassLoader loader) {
        @SuppressWarnings("unchecked")
        List<T> kept = (List<T>) KEPT.computeIfAbsent(kind, one -> providers(kind, loader));
        return kept.iterator();
    }

    private static <T> List<T> providers(Class<T> kind, ClassLoader loader) {
        List<T> found = new ArrayList<>();
        try {
            String list = "META-INF/services/" + kind.getName();
            for (URL url : Collections.list(loader.getResources(list))) {
                addProviders(url, kind, loader, found);
            }
        } catch (IOException | ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
        return found;
    }

    private static <T> void addProviders(
            URL url, Class<T> kind, ClassLoader loader, List<T> found)
            throws IOException, ReflectiveOperationException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(url.openStream()))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String name = line.replaceFirst("#.*", "").trim();
                if (!name.isEmpty()) {
                    Class<?> provider = loader.loadClass(name);
                    found.add(kind.cast(provider.getDeclaredConstructor().newInstance()));
                }
            }
        }
    }
}
