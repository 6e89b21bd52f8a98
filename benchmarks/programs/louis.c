/* liblouis at its own C interface, one round a line of standard input.

   louis TABLE LINES [--print]

   LINES is UTF-8. For each line that comes on standard input all of LINES is translated, with typeform,
   cursor and both position maps as a display asks for them, and the seconds of the clock and of the
   processor are printed. With --print the cells of each line are printed instead, then its two maps. Without arguments
   the version of liblouis is printed.
   The library is opened when the program runs, so that nothing but the library itself has to be
   installed. */

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int (*Translate)(const char *, const void *, int *, void *, int *, uint16_t *, char *, int *,
                         int *, int *, int);
typedef int (*Size)(void);
typedef const char *(*Version)(void);

enum { MOST = 1 << 21, MODE = 4 | 64 /* dotsIO, ucBrl */ };

static int width;
static unsigned char input[MOST * 4], output[MOST * 8];
static int outputs[MOST], inputs[MOST * 2];
static uint16_t forms[MOST * 2];

static int decode(const unsigned char *text, size_t length) {
    int count = 0;
    for (size_t i = 0; i < length;) {
        uint32_t code = text[i];
        int more = code < 0x80 ? 0 : code < 0xE0 ? 1 : code < 0xF0 ? 2 : 3;
        code = more ? code & (0x3F >> more) : code;
        for (i++; more > 0; more--) code = code << 6 | (text[i++] & 0x3F);
        if (width == 2) ((uint16_t *)input)[count++] = (uint16_t)code;
        else ((uint32_t *)input)[count++] = code;
    }
    return count;
}

static unsigned get(const unsigned char *from, int place) {
    return width == 2 ? ((const uint16_t *)from)[place] : ((const uint32_t *)from)[place];
}

int main(int count, char **arguments) {
    void *library = dlopen("liblouis.so.20", RTLD_NOW);
    if (!library) return fprintf(stderr, "%s\n", dlerror()), 3;
    if (count < 3) return puts(((Version)dlsym(library, "lou_version"))()), 0;
    Translate translate = (Translate)dlsym(library, "lou_translate");
    width = ((Size)dlsym(library, "lou_charSize"))();
    FILE *file = fopen(arguments[2], "rb");
    if (!file) return perror(arguments[2]), 4;
    fseek(file, 0, SEEK_END);
    size_t size = ftell(file);
    rewind(file);
    unsigned char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != size) return 4;
    text[size] = '\n';
    int prints = count > 3;
    char command[64];
    while (prints || fgets(command, sizeof command, stdin)) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        clock_t used = clock();
        for (size_t start = 0; start < size;) {
            size_t end = (unsigned char *)memchr(text + start, '\n', size + 1 - start) - text;
            int length = decode(text + start, end - start), given = length;
            int written = length * 8 + 64, cursor = 0;
            if (written > MOST * 2) written = MOST * 2;
            memset(forms, 0, length * sizeof *forms);
            if (!translate(arguments[1], input, &length, output, &written, forms, NULL, outputs, inputs,
                           &cursor, MODE))
                return 5;
            if (length < given) return 6; /* it gave up within the text */
            if (prints) {
                for (int i = 0; i < written; i++) printf("%02x", get(output, i) & 0xFF);
                putchar('\t');
                for (int i = 0; i < written; i++) printf("%d ", inputs[i]);
                putchar('\t');
                for (int i = 0; i < length; i++) printf("%d ", outputs[i]);
                putchar('\n');
            }
            start = end + 1;
        }
        clock_gettime(CLOCK_MONOTONIC, &to);
        if (prints) return 0;
        printf("%.9f %.9f\n", to.tv_sec - from.tv_sec + (to.tv_nsec - from.tv_nsec) / 1e9,
               (double)(clock() - used) / CLOCKS_PER_SEC);
        fflush(stdout);
    }
    return 0;
}
