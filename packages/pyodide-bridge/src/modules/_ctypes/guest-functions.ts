/** Functions of the guest's own C library that ctypes may call: those that only compute, or write through the guest's descriptors. */

/** string.h, stdlib.h, ctype.h, wchar.h, stdio.h, time.h, arpa/inet.h, math.h: what needs no system, or the guest's memory. */
const FUNCTIONS = new Set(
  `
  memccpy memchr memcmp memcpy memmem memmove mempcpy memrchr memset stpcpy stpncpy strcasecmp strcasestr strcat strchr
  strchrnul strcmp strcoll strcpy strcspn strdup strlcat strlcpy strlen strncasecmp strncat strncmp strncpy strndup strnlen
  strpbrk strrchr strsep strspn strstr strtok strtok_r strxfrm bcmp bcopy bzero index rindex ffs
  abs atof atoi atol bsearch calloc div free getenv labs malloc malloc_trim malloc_usable_size posix_memalign aligned_alloc
  putenv qsort rand rand_r realloc reallocarray setenv srand strtod strtof strtol strtoul unsetenv random srandom
  isalnum isalpha isascii isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit tolower toupper
  toascii btowc iswalpha iswdigit iswspace mblen mbstowcs mbtowc towlower towupper wcscat wcschr wcscmp wcscpy wcslen wcsncmp
  wcsncpy wcsrchr wcsstr wcstombs wctomb wmemcpy wmemset
  clearerr dprintf fclose fdopen feof ferror fflush fgetc fgets fileno fopen fprintf fputc fputs fread freopen fwrite getc
  getchar perror printf putc putchar puts rewind setbuf setvbuf snprintf sprintf sscanf ungetc vfprintf vprintf vsnprintf
  vsprintf stdin stdout stderr
  asctime asctime_r ctime ctime_r gmtime gmtime_r localtime localtime_r strftime tzset
  htonl htons ntohl ntohs inet_addr inet_aton inet_ntoa inet_ntop inet_pton ether_aton ether_ntoa
  acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim floor fma fmax fmin
  fmod hypot ilogb j0 j1 jn ldexp lgamma log log10 log1p log2 logb lrint lround modf nan nearbyint nextafter pow remainder
  remquo rint round scalbn sin sinh sqrt tan tanh tgamma trunc y0 y1 yn acosf cosf expf fabsf floorf logf powf sinf sqrtf tanf
  fnmatch regcomp regexec regfree getopt environ __errno_location
`
    .trim()
    .split(/\s+/),
);

/** How many arguments a variadic function has before those that it finds on the stack. */
const VARIADIC = new Map([
  ['printf', 1],
  ['fprintf', 2],
  ['dprintf', 2],
  ['sprintf', 2],
  ['snprintf', 3],
  ['sscanf', 2],
]);

/** Python's own functions, which extension modules and `ctypes.pythonapi` look for in the program. */
const PYTHONS = /^_?Py/;

export const isGuests = (name: string): boolean => FUNCTIONS.has(name) || PYTHONS.test(name);

export const fixedParameters = (name: string): number | undefined => VARIADIC.get(name);
