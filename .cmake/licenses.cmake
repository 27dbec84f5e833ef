# cmake -DOUTPUT=licenses.txt "-DLICENSES=name|path;name|path" -P licenses.cmake
# The licences of what the page ships, as they ask for, in one file. One that is missing is an error.
cmake_minimum_required(VERSION 3.22)
file(WRITE ${OUTPUT} "Attractor (MIT, see LICENSE in its sources) contains, besides Eigen (MPL 2.0, eigen.tuxfamily.org):\n")
foreach(license IN LISTS LICENSES)
  string(REGEX MATCH "^([^|]+)\\|(.+)$" _ "${license}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" text)
  if(text STREQUAL "")
    message(FATAL_ERROR "${CMAKE_MATCH_2} is empty")
  endif()
  file(APPEND ${OUTPUT} "\n\n==== ${name} ====\n\n${text}")
endforeach()
