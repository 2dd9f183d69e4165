#ifndef XUEZHENG_CXML_SHIM_H
#define XUEZHENG_CXML_SHIM_H
#include <libxml/xmlversion.h>
/* Debian's libxml2 is built with ICU, whose headers declare the same types as Foundation's own ICU. None of the
   functions used here needs them. */
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>
#include <iconv.h>

/// `xmlFree` is a macro over a variable, which Swift does not import.
static inline void xml_free(void *pointer) { xmlFree(pointer); }
#endif
