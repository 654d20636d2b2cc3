"""Tables of the parser, made from grammar/partiql.lark by ledgershell.partiql.generate: do not edit."""

# ruff: noqa: E501
# fmt: off

STATES = 1069
FINAL = 94
VALUED = 13

TERMINALS = """
IDENT QUOTED STRING INT DECIMAL FLOAT ION DATE_PART TRIM_SIDE RESTRICTOR TYPE LIST_OF STRUCT_OF ABORT ALL AMPERSAND
ANALYZE AND ANY AS ASC AT AT_SIGN BAG BAG_CLOSE BAG_OPEN BANG BANG_EQUAL BAR BEGIN BETWEEN BY CAN_CAST
CAN_LOSSLESS_CAST CASE CAST CHARACTER CHECK COLON COMMA COMMENT COMMIT CONCAT CONFLICT CONSTRAINT CORRESPONDING
CREATE CROSS CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER DATE DATE_ADD DATE_DIFF DEFAULT DELETE DESC
DISTINCT DO DOT DOUBLE DROP EDGE_MINUS EDGE_TILDE ELSE END EQUAL ESCAPE EXCEPT EXCLUDE EXCLUDED EXEC EXPLAIN EXTRACT
FALSE FIRST FOR FROM FULL GE GREATER GROUP HAVING IGNORE IN INDEX INNER INSERT INTERSECT INTERVAL INTO IS JOIN KEY
LAST LATERAL LBRACE LE LEFT LESS LET LIKE LIMIT LIST LPAR LSQB MAP MAP_OF MATCH MINUS MISSING MODIFIED NE NEW NOT
NOTHING NULL NULLS OFFSET OLD ON OPTIONAL OR ORDER OUTER OUTER_INTERSECT OUTER_UNION OVER OVERLAPS OVERLAY PARTIAL
PARTITION PERCENT PIVOT PLACING PLUS POSITION PRECISION PRIMARY QUESTION RBRACE RECURSIVE REMOVE REPLACE RESERVED
RESPECT RETURNING RIGHT ROLLBACK ROW RPAR RSQB SELECT SEMICOLON SET SEXP SHORTEST SLASH STAR START SUBSTRING TABLE
TBLPROPERTIES THEN TILDE TIME TIMESTAMP TO TRANSACTION TRIM TRUE UNDROP UNION UNIQUE UNKNOWN UNPIVOT UPDATE UPSERT
VALUE VALUES VARYING WHEN WHERE WINDOW WITH WITHOUT WORK ZONE $END
"""

NONTERMINALS = """
alias aliased assignment assignments atom bag binding branch branches call cast_type change change_table changes
column_or_constraint comment_opt concatenation conflict_opt conflict_target conjunction conjuncts constraint
constraints corresponding_opt definition definitions delete direction_opt disjunction edge element exclude_opt
exclude_path exclude_paths exclude_step exclude_steps explain_option explain_options expr exprs extensions field
field_step fields from_clause from_opt from_statement graph_source group_as_opt group_key group_keys group_opt
having_opt insert insert_source insert_target interval_qualifier is_test item items join_type joined label
label_factor label_opt label_primary label_term let_binding let_bindings let_opt limit_opt literal name name_path
names negation node_pattern nulls_opt offset_opt option options order_opt otherwise_opt parens part partition_opt
parts path path_pattern path_patterns precision_opt predicate primary product projection properties quantifier query
repetition restrictor_opt returning_image returning_item returning_items returning_opt returning_rows row_operand
rows select selector_opt set_expression set_operand set_quantifier set_term sort_key sort_keys special_call start
statement step struct sub_body sub_pattern sum table table_constraint table_primary table_property table_source
tables target target_path target_step targets transaction_opt type type_field type_fields unary unpivot update
values where_opt window window_call window_definition window_definitions window_opt window_specification with_clause
with_table with_tables wrapped zone_opt
"""

RULES = """
0,2,the_second 0,1,the_first 1,2,source_binding 1,4,graph_binding 2,3,assignment 3,1,first 3,3,more
4,2,local_variable 4,3,bag_call_empty 4,4,bag_call 4,6,cast 4,6,cast 4,4,case_searched 4,5,case_simple 4,6,cast
4,1,session_value 4,1,session_value 4,1,session_value 4,1,session_value 4,3,list_call_empty 4,4,list_call
4,6,graph_match 4,2,list_empty 4,3,list_ 4,3,map_empty 4,4,map_ 4,1,parameter 4,4,row_call 4,3,sexp_empty 4,4,sexp
4,1,- 4,1,- 4,1,- 4,1,- 4,1,- 4,1,- 4,1,- 5,2,bag_empty 5,3,bag 6,2,binding_at 6,4,binding_at_by 6,2,binding_by
6,1,binding_alias 6,3,binding_alias_at 6,5,binding_alias_at_by 6,3,binding_alias_by 7,4,branch 8,1,first 8,2,append
9,3,call_empty 9,4,call_star 9,6,call_many 9,7,call_quantified_many 9,5,call_quantified 9,4,call_one
10,1,type_unknown 10,1,type_unknown 10,1,- 11,5,insert_element 11,7,insert_element_at 11,2,remove 11,2,set_
12,1,change_table 12,2,change_table_binding 13,1,first 13,2,append 14,3,named_constraint 14,5,column_optional
14,4,column 14,1,the_first 15,0,nothing 15,2,comment 16,3,binary 16,3,binary 16,1,- 17,0,nothing
17,5,on_conflict_nothing 17,7,on_conflict 17,7,on_conflict 18,0,nothing 18,3,conflict_columns
18,3,conflict_constraint 19,1,and_ 19,1,- 20,3,more 20,3,pair 21,4,constraint_check 21,2,constraint_words
21,1,constraint_words 21,2,constraint_words 21,1,constraint_words 22,0,empty_list 22,4,append_named_constraint
22,2,append 23,0,nothing 23,1,corresponding 23,5,corresponding_by 24,7,create_index 24,8,create_index_named
24,7,create_table_columns 24,4,create_table 24,5,drop_index 24,9,drop_index_options 24,3,drop_table
24,3,undrop_table 25,1,first 25,3,more 26,5,delete 27,0,nothing 27,1,nothing 27,1,the_first 28,3,pair 28,3,more
29,5,edge_any 29,6,edge_right 29,5,edge_undirected 29,6,edge_undirected_right 29,6,edge_left 29,7,edge_left_right
29,6,edge_left_undirected 29,2,edge_bare 29,3,edge_bare 29,2,edge_bare 29,1,edge_bare 29,2,edge_bare 29,1,edge_bare
29,2,edge_bare 30,2,element 30,3,element_named 31,0,empty 31,2,as_tuple 32,2,exclude_path 33,1,first 33,3,more
34,2,fields_step 34,2,field_step 34,3,exclude_index 34,3,elements_step 34,3,exclude_key 35,1,first 35,2,append
36,2,explain_option 37,1,first 37,3,more 38,1,- 38,1,or_ 39,1,first 39,3,more 40,0,empty_list
40,6,extension_partition 40,5,extension_properties 40,5,extension_options 41,3,field 42,2,field_step 43,1,first
43,3,more 44,2,from_clause 45,0,empty 45,1,the_first 46,4,from_statement 47,3,graph_source 48,0,nothing
48,3,the_third 49,1,group_key 49,2,group_key_alias 50,1,first 50,3,more 51,0,nothing 51,4,group_all 51,4,group_by
51,5,group_partial 52,0,nothing 52,2,the_second 53,6,insert 53,5,upsert 53,5,upsert 54,2,insert_default
54,2,insert_value 54,2,insert_columns 54,1,insert_query 55,1,insert_target 55,3,insert_target_alias 56,1,qualifier
56,6,qualifier_fraction 56,4,qualifier_precision 56,5,qualifier_to 57,1,the_first 57,1,the_first 57,1,the_first
57,1,the_first 57,1,the_first 58,1,item 58,2,item_alias 59,1,first 59,3,more 60,1,the_first 60,2,the_first
60,1,join_inner 60,1,the_first 60,2,the_first 60,1,join_full 60,1,the_first 60,2,the_first 61,4,cross_join
61,5,inner_join 61,5,typed_cross_join 61,6,typed_join 62,3,label_or 62,1,- 63,2,label_not 63,1,- 64,0,nothing
64,2,the_second 65,3,the_second 65,1,label_wildcard 65,1,label_name 66,1,- 66,3,label_and 67,3,let_binding
68,1,first 68,3,more 69,0,empty 69,2,as_tuple 70,0,nothing 70,2,the_second 71,2,date 71,1,decimal 71,1,false
71,1,float_ 71,1,integer 71,4,interval_signed 71,4,interval_signed 71,3,interval 71,1,ion 71,1,missing 71,1,null
71,1,string 71,4,time 71,4,timestamp 71,1,true 72,1,identifier 72,1,quoted_identifier 73,1,first 73,3,more
74,1,first 74,3,more 75,2,not_ 75,1,- 76,3,node_pattern 77,0,nothing 77,2,the_second 77,2,the_second 78,0,nothing
78,2,the_second 79,3,option 80,1,first 80,3,more 81,0,empty 81,3,order_by 82,0,nothing 82,2,the_second 83,5,row
83,3,parens 84,1,- 84,2,quantified 84,1,- 84,1,- 84,2,quantified 85,0,empty 85,3,partition_by 86,1,first 86,2,append
87,2,path_of_atom 87,2,path_of_atom 87,2,path_of_names 87,2,path_step 87,2,path_step 88,5,path_pattern_named
88,3,path_pattern 89,1,first 89,3,more 90,0,nothing 90,3,precision 91,1,- 91,3,unequal 91,5,between 91,3,comparison
91,3,comparison 91,3,comparison 91,3,in_ 91,4,is_not 91,4,is_not_type 91,3,is_ 91,3,is_type 91,3,comparison
91,3,comparison 91,3,like 91,5,like_escape 91,3,comparison 91,6,not_between 91,4,not_in 91,4,not_like
91,6,not_like_escape 91,3,overlaps 92,1,- 92,1,name_path_expression 92,1,path_expression 93,3,binary 93,3,binary
93,3,binary 93,1,- 94,1,project_star 94,2,project_value 94,1,project_items 95,3,more 95,1,first 96,1,the_first
96,1,the_first 97,4,query 97,5,query_with 98,5,repeat_between 98,4,repeat_at_least 98,3,repeat_exactly
98,1,repeat_plus 98,1,repeat_star 99,0,nothing 99,1,restrictor 100,1,the_first 100,1,the_first 101,3,returning_star
101,3,returning_expression 102,1,first 102,3,more 103,0,empty 103,2,as_tuple 104,1,the_first 104,1,the_first
105,1,ion 105,1,parameter 105,1,the_first 105,1,name_path_expression 105,1,operand_expression 105,1,the_first
105,1,the_first 105,1,the_first 106,4,query 106,5,query_with 107,11,select_pivot 107,10,select 108,0,nothing
108,2,selector 108,1,selector 108,2,selector_count 108,2,selector 108,2,selector_count 108,3,selector_count
109,5,except_ 109,6,outer_except 109,6,outer_union 109,5,union 109,1,- 110,2,table_query 110,1,operand_expression
110,1,the_first 110,1,the_first 111,0,nothing 111,1,the_first 111,1,the_first 112,1,- 112,5,intersect
112,6,outer_intersect 113,3,sort_key 114,1,first 114,3,more 115,8,date_function 115,8,date_function 115,6,extract
115,10,overlay_from_for 115,8,overlay_from 115,4,special_commas 115,6,position 115,6,position
115,8,substring_from_for 115,6,substring_from 115,4,special_commas 115,5,trim_from 115,6,trim_side
115,7,trim_side_characters 115,6,trim_characters 115,4,trim 116,1,start 116,2,start_semicolon 117,2,rollback
117,2,begin 117,2,commit 117,2,exec_plain 117,3,exec_arguments 117,3,explain_analyze 117,5,explain_options
117,2,explain 117,2,rollback 117,2,begin 117,1,- 117,1,- 117,1,- 117,1,- 117,1,query_statement 117,1,-
118,2,fields_step 118,2,text_step 118,3,elements_step 118,3,index_step 119,2,struct_empty 119,3,struct
120,5,sub_body_restricted_named 120,3,sub_body_restricted 120,4,sub_body_named 120,2,sub_body 121,3,sub_pattern
121,3,sub_pattern 122,1,- 122,3,binary 122,3,binary 123,1,- 123,1,- 124,5,table_primary_key 124,4,table_unique
125,2,lateral 125,2,lateral 125,3,the_second 125,1,- 125,1,- 126,3,table_property 127,1,source 127,1,- 127,1,-
128,1,first 128,3,more 129,1,name_path_expression 129,1,path_expression 130,2,path_of_names 130,2,path_step
130,2,path_step 131,2,text_step 131,3,index_step 132,1,first 132,3,more 133,0,nothing 133,1,nothing 133,1,nothing
134,1,type_word 134,1,type_word 134,4,type_length 134,2,type_varying 134,5,type_varying_length 134,1,type_word
134,2,type_double 134,2,type_interval 134,1,type_word 134,4,type_list 134,6,type_map 134,1,type_word
134,3,type_struct_empty 134,4,type_struct 134,3,type_time 134,3,type_time 134,1,type_word 134,6,type_scale
134,4,type_length 134,1,type_name 135,5,column_colon 135,6,column_optional_colon 135,5,column_optional 135,4,column
136,1,first 136,3,more 137,2,unary 137,2,unary 137,1,- 138,2,unpivot 138,3,unpivot_binding 139,5,update 140,2,values
141,0,nothing 141,2,the_second 142,1,window_name 142,1,the_first 143,5,window_call_nulls 143,3,window_call
143,5,window_call_nulls 144,3,window_definition 145,1,first 145,3,more 146,0,empty 146,2,as_tuple
147,5,window_specification_base 147,4,window_specification 148,3,with_recursive 148,2,with_clause 149,5,with_table
149,8,with_table_columns 150,1,first 150,3,more 151,3,the_second 151,1,- 151,1,- 151,1,- 152,0,nothing
152,3,with_zone 152,3,without_zone
"""

PATTERNS = {
    'BLOCK_COMMENT': '\\/\\*[^*]*+(?:\\*(?!\\/)[^*]*+)*+\\*\\/',
    'DECIMAL': '[0-9]++\\.[0-9]*+|\\.[0-9]++',
    'FLOAT': '(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)[Ee][+-]?+[0-9]++',
    'IDENT': '[A-Za-z_$][A-Za-z0-9_$]*+',
    'INT': '[0-9]++',
    'ION': '`(?>[^`\'"\\/{]|\\{\\{[A-Za-z0-9+\\/=\\s]*+\\}\\}|\'\'\'(?>[^\\\\\']|\\\\[\\s\\S]|\'(?!\'\'))*+\'\'\'|"(?>[^"\\\\\r\n]|\\\\[\\s\\S])*+"|\'(?!\'\')(?>[^\'\\\\\r\n]|\\\\[\\s\\S])*+\'|\\/\\/[^\r\n]*+|\\/\\*[^*]*+(?:\\*(?!\\/)[^*]*+)*+(?:\\*\\/|\\Z)|[\\/{])*+`',
    'LINE_COMMENT': '--[^\r\n]*+',
    'QUOTED': '"[^"]*+(?:""[^"]*+)*+"',
    'STRING': "'[^']*+(?:''[^']*+)*+'",
    'WHITE_SPACE': '\\s++',
}

PUNCTUATION = {
    '!': 'BANG',
    '!=': 'BANG_EQUAL',
    '%': 'PERCENT',
    '&': 'AMPERSAND',
    '(': 'LPAR',
    ')': 'RPAR',
    '*': 'STAR',
    '+': 'PLUS',
    ',': 'COMMA',
    '-': 'MINUS',
    '.': 'DOT',
    '/': 'SLASH',
    ':': 'COLON',
    ';': 'SEMICOLON',
    '<': 'LESS',
    '<<': 'BAG_OPEN',
    '<=': 'LE',
    '<>': 'NE',
    '=': 'EQUAL',
    '>': 'GREATER',
    '>=': 'GE',
    '>>': 'BAG_CLOSE',
    '?': 'QUESTION',
    '@': 'AT_SIGN',
    '[': 'LSQB',
    ']': 'RSQB',
    '{': 'LBRACE',
    '|': 'BAR',
    '||': 'CONCAT',
    '}': 'RBRACE',
    '~': 'TILDE',
}

DATA = b"""
eNrtnQl8FOXdgN+ZWTCeCIii3KjEoiveFqU1EIMcciUiWTaUcoQYrJtSCmlKDklVMIambYANiUq1eFSytlazG21jq629d5vN3j32UEw1vY+09nD2e3Z2
EjYQroBfZQF+T2avmXnf5/9/j5md3RWi/39/jv8p/sf4H+LJe2Pi+58ZHR/FvSFwCVwYT11rBPcu6H3k7fh5fZ4dnnLv/D7PxHrv3ad+ShViB9yrrlUj
8XO1Z8La3wk8Wqxu528d/EZ77Nf8/Yl6j1qv/opbt6kfV0vV97j1y/h9/N2oJrfarm9/g3Z/bPzA2n5a7bm1iFvz1Hzt/hJ1Ics7e59bxa3ClHXf1W5f
qp6pLSdqryvh75fVL2m3Lao45L+z9Of+pP7xkK/6A8/8Xv3dYbbS37/P6a//J6UKpZT2F/FDr/MZ1lmnPX+XmneY/b0fV/Wt3KItbz5omxdpj6xUf68/
8y/1nfhvD3jVj7U9fFx79K1DlMqqP/5dlt9LeU2RukZd03v/EvUi9WK9vF+K743XxUdx75z499XXVVfvq57rs4+P8YqPQg6P3qitezu3suPX6duZwb3p
8V9x75cHmfi5+jP1p4f084/4p/Q9/Uf9W7/1+kzKo7nqODXOff9Br7yVRz4av/GAx+/k/sXxkdqjRfHV8d9x6x3K0snygd4y7Yv/SL1NX/NNllXq29pz
w+JDe7f3ee2R73P/39pjr+rPnM3yTLVQXd2nhp+MO/Xnf6Ivb1Zv0l7xG/XXh3DxSO/j41jnNf3ej+M/4t4PwR3/a5/a7dTuvZLy2Hbt9qfj61L20BF/
Qt2tPs4j/42/zN8b9NcviM/Xbj3PYza1mb/PJVpx/Ovqs+oz3JqjPfvvPmVdFP9YfJP2+Artr6LKamWfV9zBvZlqTrLHUBfq+xqpv+ZC9ZvqN9SXetf4
aUrZr+XRy2GKenWfLX4l/uWUV8nxL/Ls99Tu+N/jf4nPOEIr36IGWPfRfl71D/Uv2qPXx6/Ttp6bso/fql3avS+o1fqan+199n61gsc2we3wr/h/4ueo
Z+nPDuGRVtXB35/zyK0J1yl7vobbV/ber1VrtNvb+Ps4r27TtrGjT3x/kHhF7yOelOce7KedfCG+mUe/o35b/Sfr/Vn9u3ptn1fN1O59Pl4W/5z++HqW
l+m3y1knG85XX1Ttaov6s/jUlLJfpt0eFDfEp6uPscbilOee4f5T8W/Hn9S3VKwt74k/rG7t4/0h7fGP8DczbuTvFdr9M+L3a8tPqMvUgpTXP83tWTzz
IMvS+Mb4ht66bE7GTX/tJPUqdXf8bvU7PN8Kz8afjq+NL1DfUKV4XN3Vu9bVvbc+yZpVCePqN/j7ovb4U9rWLo9fmmLsB/Gz1Y/weCZ8rffxydyaBMt5
9FVtrYf0kizVXpPH36+pV6hfj2+LP8LtrfEV6nfVb8VfiO9Rl8TN2mvu1v5ewHoPx00Jm9r9ZfER6nB1jRgkFCGJ21lK/M+BQULuLZWk/U8sZWEQa7Tb
9HLaI7RHSKwxn/Ul8dHEeKE9M4Pbkr5+YrvX9m7FwP1B+u3EMlsMFvO4N591rhPXa+tcl4h9bwnmaY/OE1n8naU9cg6cm2yd2v57/s3tvXV777MztP9C
q2ViaeB/slaJRwxipigUC7VH7hD52isu19adKsYmexBtXUmrf7LOMls/S0zQbyf3nq3du1UrdXayX9LKkC3O0+ps4J7Cs+fDebrfa1lm644Gwy38z8Jf
FqVIOMrTbSa2u///xb23FPio9v8GrXQ3iAztVqLsUzVHyfonIzij17gBMnQDEltRtCherr0+GbN8nr8YjJB45eX6q8Ylex1trYRtRcsAmVuLxI0sZXGX
tsds3X429dV7Ue11M9j3Ir1UlyTmofzveU7q/Z9YX9atZLA8MzEOaBmUjN3+rDyj915OShZkpOTuWeSVpO1P0TNhhp5Fku4nmZcj9dfP4X8idkL/O0Mr
zQzd+Ax9u9cRzRv4fx2PnMHfG9jiLH2/iTrN0Lc2QmszZ+J5hlZ3g7bPQi0mPWbGag4TLfAczfTZYrZe58QW5vK8pOXDVL219ZS4J78NWikT+02UsMdP
NmuM0J/Zv4ak7Tnx2GCyMBFJocU32Srm61sU2vMJ2wrLQfr2ztIzXNLtDON/8pWz+S9p+ZhwdS0Gz9G2ex3/5+hlmM3tM/QyiN7SnKH5kfRYDO+Nq6SX
qed1GexL0dujNgPS8zCx7dm9rgxaL9KTARl9eoVkZg/RtjxCz3itT9TWGt5bb0lvLwa9r9BGjF6LiraVbH2Z/Kdo2Zud0tIkbbs9LmU9eyS9xzqL1yay
LHlvdsp4JbMng7bvDKwO04wreu5I+r6EXroLxVBxtfY/+YyRW9qsWCvzGRiSRK7WgyQeG64tDVpEmfuTvcN66yT0nmF/m1F0+0Lvy3r6vUTEh1MqQ+96
ib0la3muVp/BvTkpa73mWZTD0KfnTPY6Qu9XJK3UZ2lxSYwLQ3r97S/ROfoymSeDqVtyS8MOGp8SJRyqLTN6MyG1JximlUfo5dnfgs7WnUope5X1V83o
bVFyb8+ZodX0rF5Hg7T1huil3f96o5bdiu4lYXlob84kcuh8PWcSJThLz2n92EaL4YH/9meXTM5naGaGpOSZ6DVxvv7627V8HpLSahLPJ7NG0ks+RH90
kH5P0Ua8YdroNShl71cfVJ5s3Xni73m9+Sn3GhBiNM9N4ZGbtNZrIHsG0e8PFuPJFon9yOSiwkhjEGN4ZjzPTKDeE6nbpdTwI1i5mlJfQ02vZY3r2Mv1
lPAG6ncjLm9i3x+lpX2cFj2Lrc1ma3PoyeeyxfliFKPYGLGUMWsFW72HrRaz1bXiMnEvvaxFTBIlIlOsF1eIDeypWkwWD4krxVZxlXiYyNWy5y+x5x3s
eSd73sWeH2XPX2XPT4ibxZPs+Wn65GcYs5+jde8V00Sz+Jh4gdJ8S9wmXmIUf1lMF6/j//uY+hE+XYxRbuYbHfSgfkocpMS/pMT7KHEXM6rfM8f5GyUf
JC0Qg6WF4gxpkThTyhVDpTwxQrpLXCwtFpdId4tR0hIxTsoXH5FM4kppqbhKMourpQJxrbRMXCd9QlwvLRc3Sp8UH5VWiDuklWK2tErMkVaLeVKhyJXW
iEaRpX5dFIlvY6WN29lScW+sBktr8XTvYWPXE7eR4lNa7A6M2+Hi1ROfY4lLakwSsUjEIRGDA/0fynXS8X3ibbZ+NG4THlP9Jbwd7KyEcn8a1h2Vqw+T
J7v4TK+rN9jCD8VnD+Fsw4B9FYuN/TgrFXeLz9F2yrDyeV6zCcrJ+Aoer+TxqpQ8TOzz/iP2IeeLzf+DfqQ67fuR66UvHLYPKRYPfOB5/0nxYIrzh05I
7n9TbBHf5dWH7yseFn8QNeI/4pEjOKw9KP+nStvErdIXxcekOvFx6Uuau1nSlzVvZvEVrOyg/PWUYPuHst/Yhr2B97FW8VvRIN4lywfebzR+aLwc2I5T
2++h2u6R2mvSU9MR/Dyqt83H+m2bqc5S2+SHdRxqEI8fx5i9e8C5tIJe9n/p5HjmL6l17qlvoq499bxDekKr48k29zgw3n1j++Qx9BNfO+nr3jfX9ww4
z9M3x5/SY/00Y+cz/cwnn+W5ryfesVElkEEBAwyCwXAee76Q5UVwMYyHCTARLoVr4Fq4Dq6HG+BGuAluocRzWM6FpbAC7oFiWAv3ggVKYD1sgGrYCg9D
LeyER2E3PAFPwzPwHOyFF8EoNVMPGzV5nuU3DpgDf5MIdrLPFxhXOtVXYKT0rX4ee5F1X2JMauld/6fM9JPbcOCvNc3aS2JsePm428wXxSus/22RJ31H
3CW1Jd5/J5d+oQ6BoTAcLoARMBJGwVgYB5MgEybDFJgK08SrjP6/UGdANtwOOTAT5sF8WAALYRHkQh4shiWQDyYogGWwElbBaiiENVAEa5nF3sfSAutg
PWyEUiiDTVAOFVAJVbAZHoQtsBW2QR3Uw3awQgM0QhM8DrthD9jADg5ohTZ4R3xP3CC9hrNoXIIhMBSGwwUwAkbCKBgL42ASZMJkmAJTYRpMhxmQDbdD
DsyEeTAfFsBCWAS5kAd3kSGLWS6BfDBBASyDlbAKVkMhrIEiWAv3gQXWwXrYCKVQBpugHCqgEqrgfrJwM8sHYQtshW1QB18RP2A2H41vBys0QCM0weOw
G/aADezggFZoAyH2kWv7yLU3aE37yLV95No+cm0fubaPXNtHru0j1/aRa/vItX3k2g/J2n3k2j51OsyAbMiBmTAP5sMCWAiLIBfyYDEsgXwwQQEsg5Ww
ClZDIayBIlgH62EjlEIZbIJyqIBKqILNsAW2QR3Uw3awQgM0QhPsARvYwQGt0AZClJA/JeRNCXlTQt6UkDcl5EsJ+VJCvpSQKyXkSgl5UkKelJAfJeRH
CflRQn6UkB8l5EUJeVFCPpSQDyXkQwm5UEIelJADJcS/hFiXEOsSYl1CrH8kyllWQCVUwRbYBnVQD9vBCg3QCE2wB2xgBwe0QhsIYaMeNtrAj+lZbdTF
Rl1s1MVGXWzUxUZdbNTFRl1s1MVGXWzUxUZdbNTFRl1s1MVGXWzUxUZdbNTFRl1s1MVGXWzUxUZdbNTFRl1s1MVGXWzkrY262KiLjbrYqIuNutioi426
2KiLjbrYqIuNutioi4262KiLjbrYqIuNutioi426WKiLhZhYqIeFelioh4V6WKiHhXpYqIeFelioh4V6WKiHhXpYqIeFelioh4V6WKiHhXpYqIeFelio
h4V6WKiHhXpYqIeFelioh4V6/ISYWKiHhXpYqIeFelioh4V6WKiHhXpYqIeFelioh4V6WKiHhXpYqIeFelioh4V6JPY5mpwcTf6NJud+KuZKP6O/ctHu
XLQ7F328i3bnot25aHcu2p2Lduei3blody7anYt256LduejjXbQ7F338z+njXbQ9F23PRR/vov25aH8u2p+L9uei/blofy7an4v256L9uWh/Ltqfi/bn
ov25aH8u2p+L9uei/blofy7an4v256L9uRjfnSLZz7vo5120Rxft0UV7dNEeXbRHF+3RRXt00R5dtEcX7dFFe3TRz7toky76eRft0oUDF+3SRbt00S5d
tEsX7dKFFxf9vIt+3kX7dNE+XbRPF65ctE8X7dOl3iC5cNZMPjST278gt5vJiWZyopmcaCYnmsmJZnKimZxoJieayYlmcqKZnGgmJ5rJiWZyopmcaCYn
msmJZnKimfg0kxPN5EQzOdFMTjSTE83kRDM50UxONJMTzeR2MznRTE40kxPN5EQzOdFMTjSTE83kRDM50UxONJMTzeREMznRTE40kxPN5EQzOdFMTjST
207i7yT+TuLvJP5O4u8k/k7i7yT+TuLvJP5O4u8k/k7i7yT+TuLv1Md4J/F3En8n8XcSfyfxdxJ/J/F3En8n8XcSfyfxdxJ/J/F3En8n8XcSfyfxdxJ/
J/F3En8n8XcSfyfxdxJ/pz7GO4m9k9g7ib2T2DuJvZPYO4m9k9g7ib2T2DuJvZPYO4m9k9g7ib2T2DuJvZPYO4m9k9g7ib2T2DuJvZPYO4m9k9g7ib2T
2DuJvZPYO4m9kzG+nTHenXhPjfhnEP8M+oQM4p9B/DOIfwbjewezSQ8zwAzyIIM8yCAPMsiDDPIggzzIYFz3MoPLIBcyyIUMciGDXMhgTPeJRcIvcrmd
B4tFQCxhmQ8mKBBBsYzlShESq1iuZvZXyHKN+BVHAhmM4b9mbvkbsZHbpVAGm6AcKqASqmCzCIstLLdBHdTDdrBCAzRCE+wBG9jBAa3QBkKYyRkzOWMm
Z8zkjJmcMZMzZnLGTM6YyRkzOWMmZ8zkjJmcMZMzZnLGzFhtJl/M5IuZfDGTL2byxUy+mMkXM/liJl/M5IuZfDGTL2byxUy+mMkXM/liJl/M5IuZfDGT
L2byxUy+mMkXM/liJk/M5ImZPDGTJ2byxEyemMkTM3liJk/M5ImZPDGTJ2byJIITM3liJk/M5ImZPDGTJ2byxEyemMkTM3liJk+iYreIcZRqJk/M5ImZ
PDGTJ2byJFGfN4mHyj5V9qmyv7cEcwPmRirbUtmOynpvc9ymqkOkTnLBSp1+yzpW1rGyjpV1rJTvHdazUg4r61lZz8p6VvaRuP0u65cxX2ghF1uYb7aQ
jy3kYwv52EI+tpCPLeRjC/PNFvqlFvKxhXxsYb7ZQk62kJMt5GQLOdlCTrYw12yhj2ohL1vIyxbysoW8bCEvW5hrttBXtZCXLeRlC/1VC3nZQl62kJct
9Fkt5GUL/VYLedlC39VCXrbQf7Uwv+wS61iuh41QCmWwCcqhAiqhCjbDFtgqfie2sayDetgOVmiARmiCPWADOzigFdrgZD9nevhjvblHdZyXPFf6+yOe
K/2wHgdbxR+O41j4jwM+Fh4p/kTJ/pxm5wf+clKeTzvxHv562oPm4W8D9jBd/J0t/1dNvG/+hugW50v/EMnbiffO/5lmnt477nwpE/9i/X8fcB7zP9T8
v/B+yvlJtff85P7Xxg9YL3F50Yn3O01I0olw3Cg+qx7KcxvPHbnflqUPon2evr7qg7ouQpEOd12EEAYpnd+7fhN7b2Hvg3oP+4xEiz/J+tPkNSUZ0tFc
U3Ks15N8TDpTSr2G5P/3mpuzpBOdYwlXPXn2XXH2EZydIyWvwzn3CH3kedLR5NpUaYjUc21O0un5UmruLZaGSuk1lg877rFluBgujRAXSONYK1PMV6dA
DiyAXMiDJZAPJlgGq6AQiqAUyqAcKqASqqAO6mE7WKERmsAGDmiFNnhVXCj9QFwkDZZGSolPFkswBIbCcBgBo2AsjINMmAxTIBtyYAEshEWQC3mwGJZA
PpigAJbBSlgFq6EQ1kAR3IcxC8t1sB5KoQw2QTlUQCVUwWZ4ELZCHdTDdrBCIzTB47AbbOCAVmjTyj+Xsl8i5bBcQHRyWebBEjGaEWkuZZ1LOccw6owl
SnMp21zKMpeyzKUccynHOKmSZRXUQT1sF+MlK8tGaAIbOKAV2uDfYgKxncg+V8VzIQ/ywQSFUASlUAblUAlVUAf1YIVGaAIbOKAV2qAnj7rFpVIyDy+T
ZHE5TJLOEJnMpK+QJtFqM8VkaRst98N7bH6VNPBjc+OA22EmvViO2EHcdxDrHcR6B3HeQa7tIMY7yKkdxHNHb5voaQs97aCnDfTk/+KUfF+p5/n+HJ9y
UI735Hd/uW09II+t4hopcR6hgZp8OK9tvE46/msbr5dOH08nfNwgvU0NB+pihLhJOlmvW3KJm6VDXbt0pNh382hPP5h+1+NMTcu2sVvcIvXn40Vx6xHm
r9Ok95ht/kt8/Ki8jJZuk04mN1aRdRxj4vTT/ajmYgb9aPaAXSTOY+WInYzpOxnDdzJm72QuuJMxeydj9k7G7J3MAXcyNu9k/reTcXonc76dqiJuZw5m
UF8WOdIrYqZ0N0eZfe/POmz/lMFR+/G6ni9mS///vuced94Nlu5kLj6Po8j5UpNYIP1ELJR+JhZJ/R0zJeKTL15jrvwac+XXmCe/xjz5NebIrzE/fi2e
PL7J1Y9vesaIvN4xIjGfyhFjiO8Y4juG+I4hvmOI7xjiO4b4jiG+Y4jvGOI7hviOIb5j1P1l7bm28S5pOEe4xeJu9nMux1HnqjIoYIBBMBguhIvgYhgP
E2AiXAqZYol0DUviql4H18MNcCPcBHNgLiyFFXAPFMNauBcsUALrYQNUw0OwFR6GWtgJu+BReAKehKfhGXgO9sJLsD83TdJukY+vpdKHewwxS8eeqwUD
ztWNYlmvj2LxCfwsJ2s/KS2SVkgbxUop3a4Z7+thlZSu18b3redqKX3GxEIpkfen6pygb73XSKfOXKjolI573/7+ngH39wfPR4qlg8fItYft988T9w54
TneL+JR0ot6nsor7pJ73EXYLi3R8n7UsOSqnY6VPS+OkdVI6fN5yYH3OZ6R0/7yZS6wf8Hmbk6+unz2F6rrhFKrrxlOorqWnUF0/N+C6niVqpLPF/dI5
4iHpIlEmXSY+L90gNkkfE+XSXFHBaFYp3SOqpE+JzVKJqJbWiy9IG8QD0qPiQelpsUV6RmyV9oqHpW+IR6R/ilr93MM26XbpiyfxOfq6Uyh3vnQK1fXL
p1Bdv3LMdR0r6pm9bWd2uuMkbrs7T5kYH/k7EKxSetevIc3rt0uv38C/o8L4AX1PxUP9fFfFLv37KhLfVfFkP99X8ZL2fRWN0jjRJOWIRyWbeExKr7o9
LhWJ3VKpGB8vg3qwQiO0gUH6aprV9wnJJJ5Mw/cDvibtb4Pp+l7AnoPqeGyfw3xKe3/RKp5Os2tRnhnwedTh4llpuPi6tEc8l2ZO9g7YyQzRLB38GSgb
np6X+n5W5xtSmfim9p53sXhBekDcS795b/xr8DK0Qaf4Fjn3Irwk1YvR5GPyexnaWM6VWljfrq3fKBp4fUM85XtptVxtFOvVNhDCIQ0RQ+JDYRSMhUyY
DNMgG3JgISyCxWCCAlgJq2ENFEExrIX7wALrYD2UwiYoh0qogs3wIGwFKzwOu8Gm7b9VsoqXpfniFen0dfof5HX635amiEXqAlgCy2AVVMB2sIoz1P6v
X79aSl6/vkO7fn2Jds36jt5r1lOvr01eq568xjZ5jXryOtvU69GniHy2k8928tlGPtvIZ718Xp/P6werJ+J69Z7r1A91jfr+a3e/c8hrdw91bfr2fq7h
TVx7vkC/Gq3nOvPENeWJa8gT14lPEXdSvjsp052U5U7KcSfbv5Nt3cm2BkGb1L/78Wx7PPUbz/rj1VzIgyWQDyZYBqugEIqAORhj2HjqMJ59jKcO46nD
eLUOmJclrmtnf+PpQ8arTWADB7QCczU9Vq/2ubZmsPTdlNvfS7n9GmV9nbJ+n7L64lMgBxZALuTBEsgHEyyDVVAIRVAKZVAOFVAJVVAH9bAdrNAITWAD
B7RCGwjxJLnypHomnCd+IA0Tb0i3cTsLVkMxrAULPCZ+KD3F8kLpR9Jk6cfE6SfEZRplmsa+fyqd/l7e/r6X92cH9CnJz1NNEVPxNhVvP8fhTdy+idtO
brtY+xenXfbrsr1flx+Eq5uFW/r/+vzji6JDOrr3lOcyG/L0M9Z5pYM/R+o7xveU58YlkEEBAwyCwTBc+KULWV4EF8N4mAAT4VK4Bq6F6+B6uAFuhJvg
Zkh+5nlufC4shRVwDxTDWrgXLFAC62EDVMNDsBUehlrYCbvgUXgCnoSn4Rl4DvbCi/ASvAzJz/kE9M/7BGlTs6nj7PgQGArD4QIYASNhFIyFcXA5TIJM
uAImw1UwBabCNJgOMyAbboccmAnzYD4sgIWwCHIhDxbDEsgHExTAMlgJq2A1FMIaKIJiEWKONZs54mwczWaOOBtHs3E0O74RSqEMNkE5VEAlVMFmeBC2
wFZ4BLZBHdTDdrBCAzRCEzwOu2EPPCs6Gdtmx58HOzigFdoSvqRfptlxyq9OXxfe+3mjXx/H58YSx/W/ScPPmISPIz8GMseKSBdJUW2elfyMYozlfbTl
NznWuy+e9PxWmnneN2DHie8yzRRvS4nvKV0sOqVTa07w2w9kTpDMsXfSLMfePSGfTc8UWYz3WYz3WYz1WYzvWYzvWYzpWYzfWYzdWYzNWYzNWYzLWYzJ
WYzJWYy7WYy5WYy3WRyLZTGmZjGmZjGmZsVfFV3aMWOm+J2UI36ozoT5kAt5YIJCKIJSKINyqIQqqAcrNIINHNAKbZAjKinr76X5LHMhD0xQCEVQCmVQ
DpVQBfVghUawgQNaoQ1+I/6gn8P9o9YvzRd/SumX/sztv0hPi7/C3yRZ/B260yyP/vGhnC/MF//8H3y26b0Bu5gv/kWu/Jve6D8HnNP9r3Sb9L6UJam9
j39PxBPf+i3vf16SE8/3XIPcc143cS1yz7ndnwhZnisp8qk1HhjkD+YY8TyCcZ4qgwIGGASD4UK4CC6G8TABJsKlkPz81nnqtYBH9Xq4AW6Em2AOzIWl
sALugWJYC/eCBUpgPWyAangItsLDUAs7YRc8Ck/Ak/A0PAPPwV54SdvuIHl/ng2WM6Qz5L6fWcuQG8SZcJZ8vzi797ly8Tf1AXGObGU5WDpXHi6dx/ND
eN7BMaWDY0oHx5QOjikdHFM6OKZ0cEzp4JjSwTGlg2NKB8eTDvpHB8eSDo4jHRxHOjiGdHAM6eAY0sExpIMxxUE/7eAY0kGf6uAY0sExpINjSAf9toN+
28ExpINjSAfHkA76cAfHkA6OIR0cQzo4hnRwDOmgX3dwDOmgb3fo3wnq4LjRwTGjg77eQV/v4JjRQX/v4JjRQZ/voM93cMzoYI7p0L8T1MGxooNxwMGx
ooOxwMGxooPxwMGxooNjRAfjgoNjQwdjg4OxwcHY4IgLYceJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhx
YseJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhxYseJHSd2nNhxYted2HFix4kdJ3ac2HFix4kdJ3ac2HFix4kdJ3bdiR0ndpzYcWLHiR0ndpzYcWLHiR0n
dpzYcWLHiR0niXL19FHny43iW1of1cYy0T9dLg0lr4bJmWK4fDTfuZH+v1N1gXx035U2Qj6W/ssqLqS9vkUf9pb+2wdvqcPhAhgBI2EUjIVxMAkyIfnb
B2+pU2E6zIBsyIGZMA/mwwJYCIsgF/JgMSyBfDBBASyDlbAKVkMhrIEiWAfrYSOUQhlsgnKogEqogs2wBbZBHdTDduCYUG2ARmiCPWADOzigFdp663+R
nKibEDGcxPTHYjiJ4SSGkxhOYjiJ4SSGkxhOYjiJ6U5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5i
OInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGE5iOInhJIaTGO0qioeo7iGKhygeoniI4iGKhygeoniI4iGK
h6juIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqH
KB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYqHKB6ieIjiIYKHiO4hgocIHiJ4iOAhgocIHiJ4iOAhgoeI7iGChwgeIniI4CGChwgeIniI4CGChwgeIniI
4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwgeIniI4CGChwge
IniI4CGMh7DuIYyHMB7CeAjjIYyHMB7CeAjjIYyHsO4hjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMh
jIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4COMhjIcwHsJ4CONhGh6mqUNhOFwAI2AkjIKxMA4uh0mQCVfA
VTAFpsJ0mAHZkAMzYR7MhwWwEBZBLuTBYlgC+WCCAlgGK2EVrIZCWANFUCxGyutYrocNsBFKoQw2QTlUQCVUwWbYAo/ANqiDetgOVmiARmiCPWCD56FF
XCzbWTqgFdqgRlwiJ99jGCWvFqNhjDzQz0gc+vMRY+X9n48Yxz7Gs49O4tJJXDqJSydx6SQuncSlk7h0EpdO4tJJXDqJSydx6SQuncSlk7h0EpdO4tJJ
XDqJSydx6SQuncSlk7h0EpdO4tJJXDqJSydx6SQuncSlk7h0EpdO4tJJXDqJSydx6SQuncSlk7h0Epfkb4WtY7keNsBGKIUy2ATlUAGVUAWbYQs8Atug
DuphO1ihARqhCfZo7090EpdOcraTmHQSk06157fJ2rTfJ5tw2tNReZqIJyOejHgy4smIJyOejHgy4smIJyOejHgy4smIJyOejHgy4smIJyOejHgy4smI
JyOejHgy4smIJyOejHgy4smIJyOejHgy4smIJyOejHgy4smIJyOejHgy4smIJyOeLqWdG/FkxJMRT0Y8GfFkxJMRT0Y8GfFkxJMRT0Y8GfFkxJMRT0Y8
GfFkxJMRT0Y8GfFkxJMRT0Y8GfFkxJMRT0b8GOkDJ+NmMm4m42YybibjZjJuJuNmMm4m42YybibjZjJuJuNmMm4m42YybiarifdBp7OcAdmQAzNhHsyH
BbAQFkEu5MFiWAL5YIICWAYrYRWshkJYA0WwDtbDBtgIpVAGm6AcKqASqmAzbIFHYBvUQT1sBys0QCM0wR6wwfNgBwe0QhsIEcJNSB8nQ/gJ4SeEnxB+
QvgJ4SeEnxBuQrgJ6eNkCC8hciaEkxBOQjgJ4SSEkxBOQjgJ4SSEkxBOQjgJ4SSEkxBOQjgJ4SSEkxBOQjgJ4SSEkxBOQjgJ4SSEkxA+QvgI4SOEjxA+
QvgI4SOEjxA+QvgI4SKEixAuQrgI4SKEixAuQrgI4SKEixAeQngI4SGEhxAegngI6h6CeAjiIYiHIB6CeAjiIYiHIB6CeAjqHoJ4COIhiIcgHoJ4COIh
iIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4COIhiIcgHoJ4
COIhiIcgHoJ4COIhiIcgHgJ4COgeAngI4CGAhwAeAngI4CGAhwAeAngI6B4CeAjgIYCHAB4C6u3iMo6JA7gI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAu
ArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKAiwAuArgI4CKACx8ufLoLHy58
uPDhwocLHy58uPDhwocLHy58ugsfLny48OHChwsfOeHDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODD
gw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPjz48ODDgw8PPvXk/UzY5fKp87m/SadQXTMHUNd22nK73pbbacvttOV22nI7bbmd
ttxOW26nLbfTlttpy+16W26nLbfTlttpy+205XbacjttuZ223E5bbqctt9OW22nL7bTldtpyO225nbbcTltupy2305bbacvttOV22nI7bbmdttxOW26n
LbfTlttpy+205XbacjttuZ223E5bbqctt9OW22nL7bTldtpyO225nbbcTltupy2305bbacvttOV22nI7bbmdttxOW26nLbfTlttpy+205SfiEsiggAEG
wWC4EC6Ci2E8TICJcCkYxRXyNSyvhevgeiBS8RvhJpgDc2EprIB7oBjWwr1ggRJYDxugGh6CrfAw1MJO2AWPwhPwJDwNz8BzsBdeAp/4iJxe70dOPqpz
plOkK+VrpKvk/vM7nT5fZpTTqz5Xy+nR7qakWbu7Rh7oe9+l4lq5TCjxerBCI7TBOdJ1aRLr69OsDd5AfZZSn6XMAZaqQ2E4XAAjYCSMgrEwDiZBJkyG
KTAVpsMMyIbbIQdmwjyYDwtgISyCXMiDxbAE8sEEBbAMVsIqWA2FsAaKwALrYD1shFIog01QDhVQCVWwGZK/x7kUJ0uZEyxlTrCUOcFS5gRLmRMsZU6w
lDnBUuYES1N+j3Mpc4OlzA2WMjdYytxgKXODpcwNTPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx
4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TPgx4ceEHxN+TLofE35M+DHhx4QfE35M+DHhx4QfE35MKX5M
+DHhx4QfE35M+Ens/3Cf8b7xqM4b9z1nfJO8Qdwsp54z/rH4aMq54qknaJu39LvN9OjDb5UH/hnVaSfI78f6+E1+lvXjct9rom7rvX+VyJIfEdPl58UM
+eciWw6I21k/R75Fmik/IO6QG0VT/GtilvyymC23cTu94jVHPn2tvnat14A99FyHkrgG5XLpzgPybB7358tvigXy6d/6+1/81t9C+fC/9ZdOObxowDls
FbnywD5bkSf3fLZinLhLzhTB+BTIgQWQC3mwBPLBBMtgFRRCEZRCGZRDBVRCFdRBPWwHKzRCE9jAAa3QBvvb2+KUtne3/JhYwv2vUqevMl/Ol89keRtk
wWoohrVggceESX5Ke91Suf/PPi+nXsup13LqtZx6Ladey6nXcuq1nHotp17Lqddy6rWcei2nXsup13LqtZx6Ladey6nXcuq1nHotp17Lqddy6rWcei2n
Xsup13LqtZx6Ldd/V8AsJz/7/Ar1eIXYFMi3scyC1VAMa8ECT8EEaZmc7p93PdbPut4qfUI++DPDB39GnljJqZ+TXyY+KZ/+7HB/nx1eIff32eFMMUf/
3bs5+u/ezeGYYo7+u3dzOJ6Yk/K7d3OYv8/heGEOxwtzOFaYo//u3RyOFeZwXDCH44I5+u/ezeGYYA7HBHM4DpjDMcAcjgHmMN7O0X737iWxMs3m0KsG
3I+XidVyvXiJPuUl+pCX4r8Qhfv7RLFGHiLC8aGQcDGK5ViYDNMgG3JgISyCxWCCAkjUfyXL1bAGiqBYFMlrWVpgHayHUiiDTVAOlVAFm+FBSM4pwvFa
cQ/lDMcT84hGlo/DbrBBz1yhjdvfF8X6XH6tPFS6V86UPiVfId0nf0SyMK6XyHOkT8u50rqUfv8zsiLWy8+Kz8rJz89sYLlRturfUTNXKk2zXPncgHPl
xH+OqUw+ed/D+vwp9H7dpmOua99jnPI0a0OJ33irOO7j4LColCOiiv7qfjlHrIwnjrlyWeaBCQqhCEqhDMqhEqqgHqzQCDZwQCu0QZfYLP9OVKeZ8y8M
2Pd3xAPyd8SD9OkPpZmTLfLAP/u3Nc1cPCwf/2+89Xy2sUb7bGOmmK1OE4/I2SzzYa2oletY1oMVGqEJXgQHtMF0aRvzh1ms90XWm8V6s/T1ZrHeLNab
xXqzWG8W681ivVmsN0t9R9TJ06Uvse6X5XzxOsd8r9PGX6d9v86x3uu079dp268z5/qK3LdvrT/g/nY5/T+jNPcoz/HskI/tM/c76SOs8sG/odYgJ35D
bZzYJad+FnG41CgnvmvTqn2vZlM/6z2qrXeeeEz+tHhcvlTaLV8mfVWeJD0hp993dDwpD/x7S752VJ+9s4o9J/F88aljnkMp4mnqe4sqwVAYDhfACBgJ
o2AsjIPLYRJkwhVwFUyBqTAdZkA25MBMmAfzYQEshEWQC3mwGJZAPpigAJbBSlgFq6EQ1kARFItn5HUs18MG2AilUAaboBwqoBKqYDNsgUdgG9RBPWwH
KzRAIzTBHrDB82AHB7RCGxzrez+p7/nsf7/nWfnEbOfrvdtZJJ5jTrdXzpGa5ZmSjccNxNBADA3E0EAMDcTQQAwNxNBADA3E0EAMDcTQQAwNxNBADA3E
0EAMDcTQQAwNxNBADA3E0EAMDcTQQAwNxNBADA3E0EAMDcTQQAwNxNBADA3E0EAMDcTQQAwNxNBADA3E0EAMDeo6WA8bYCOUQhlsgnKogEqogs2wBR6B
bVAH9bAdrNAAjdAEe8AGz4MdHNCa8puzbdy+W3r+tKMjOvqGrIhvnsT93wvH3P8lr/X8lv45WQ/54dGv//SQIx5yxEOOeMgRDzniIUc85IiH/PCQHx79
+k8PueEhNzzkhofc8JAbHnLDQ254yA0PueEhNzzkhofc8JAbHnLDQ254yA0PueEhNzzkhofc8JAbHnLDQ254yA0PueEhNzzkhoe88JAXHvLCQ154yAsP
eeEhLzzkhYe88JAXHnLCQ054yAkPOeEhJzzkhIec8JATHnLCQ054yAcP+eAhHzz0eR76vA48dOgeOvDQgYcOPHTgoQMPHXjowEMHHjrw0KF76MBDBx46
8NCBhw71dvEi424HLjpw0YGLDlx04KIDFx246MBFBy46cNGBiw5cdOCiAxcduOjARQcuOnDRgYsOXHTgogMXHbjowEUHLjpw0YGLDlx04KIDFx246MBF
By46cNGBiw5cdOCiAxcduOjARQcuOnDRgYsOXHTgogMXHbj4alwCGRQwwCAYDBfCRXAxjBMvyeNZToCJcClcA9fCdXA93AA3wk0wB+bCUlgB90AxrIV7
wQIlsB42QDU8BFvhYaiFnbALHoUn4El4Gp6B52AvvAQn+1z9RMzTE3P05Py8RT7U/PwCYefYqD7xvR1yEcuNUAplUA9WaIQ2CIlWXvsyr3uf/Huf/Huf
3HqfvHqfnHqf3Hk/Ta6jfiVNrlX8tny6HaS2g+8csh2k13Fj20l/LdH/Pl9ePUyupEPf8F350Ndqf0+2itfgdfi+fPB5vB9o5/FmSG/o1/T98IDX/Ej+
hPixXCx+wnjxU7bxs2M+Fvy8+Lnc//GgUx4nXGz7F9DO9t3QISd/56Ix/rLwyG0sE79pYRVeeYrIZe6Vyzwrl7lVLvOqXOZKucyHchm3Mg7x2wbvqFP0
60uWpFxPUtF7rcg7zJfeUfteF9JTfx/l81Mmb3wK5MACyIU8WAL5YIJlsAoKoQhKoQzKoQIqoQrqoB62A3UiTt54E9jAAa3QBkI8xhz2MfVMuA2yIFcE
5NUsi2EtWOAp6CnvbSIoZ4kQr/klPn8lrxW/li3iN/JTIiz/SkSoW1Q+S4rJw6Q35Qukt+SbpX1pdo7t7Q9tX3nyXd/TeZTX9/y2z/U9V4p3DjjX/u4p
cK696SjPtR/+910OPNee6AeLxF7m53uZn+/l2HAvc/S9zM/34naveuDvWdXrv2OV/A2rrtPzRX38v1L6nXwk35ni94xtf5DPEH8c4DWbf5IT12taxZ/l
+eIvH8B71X+VE+czEucprOJvKbf/zvjUzf4q2F8FY1MF+6tgfxXsr4L9VbC/CvZXwf4q2F8F+6tgfxXsr4L9VbC/CvZXwf4q2F9FfJr4B2PHP+WoeE+O
iX+x7YlsdyLbnch2J7Ldf3PcOJHtTmS7E9nuRLY7ke1OZLsT2e5EtjuR7U5kuxPZ7kS2OzGuSP+R54n/4vl9UNNs7Ikfx3XCQnlRSMp+H7KS+F2v9PKj
KMc/Nie8LE35vl2DcuB37aaXs0HKwHNqsLJ/HnuGMlxkKOn3fuqZA/az/z3psxSrOFvJFOcojeIFxs4X1M+Ic5XPifOUidIQJXm94/lp6G7ocbTHN2lo
b+rn199Uh8MFMAJGwigYC+NgEmRC8vz6m+pUmA4zIBtyYCbMg/mwABbCIsiFPFgMSyAfTFAAy2AlrILVUAhroAjWwXrYCKVQBpugHCqgEqpgM2yBbVAH
9bAdrNAAjdAEe8AGdnBAK7RprxumKGK4skhcQJ6MUA53XDxJXKj0f2x8kdL/sfFItnkx276E5ShydDTb9+Pdr3v3492Pdz/e/Xj3492Pdz/e/Xj3492v
e/fj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93P979ePfj3Y93
P979ePfj3Y9PP979ePfj3Y93P979ePfj3Y93P979J/F39YxRTp3rYccec12LxTglRzSRa78VRSxLoQzKoVK8I6pY1oMVGsEGbZApBjPPHRzfKMYrpSzL
oB4YA5mHDmbuOTh+tjRBOTW/T2Wicvrc8JHeS7hU+bC/l/Dh8HTZIT3liAa93TbQbhtotw202wa93TbQbhtotw202wbabQPttkE97bbH7eXKoc9LTGLs
z1QOfd7+CiVxnqjns/a3SB9RisVkpe9vSFyp9P+5/KuU/Z/J7+83qY3Kibnu62rlcrEnnglXwFWwHjbAI2CF58ErplD2axRZXKuMka5TpknXp9TjBuVc
6UblPOmmNOvHb1ZOf1dAwsNHB+yhWExNyZNblLXiVpim3CY+pmSJjysWcZvylMjqfc2ZYoYySUxXDvV+iVVcFU+8Z+JgmXjf5NciW1HF7Ym2oux//2Sm
cpN0h5L6Hkpiu0d+D2bWAduYrW/jgbgEw2EEjINMmAK3QRbkwAJYJOYouSzzYAnkgwmWwQpYBauhEIqgGNaCBUqhDMqhAiqhCrZCHdTDdrBCAzRCE+yG
p8AGDmiFNhCimnJXU+5qyl1NuaspdzXlrqbc1ZS7mnJXU+5qyj2XcldT7mrKXU25qyl3NeWuptzVlLuacldT7mrKXU25qyl3NeWuptzVlLuacldT7mrK
XU25qyl3NeWuptzVlLuacldT7mrKXU25qyl3NeWuptzVlLuacldT7mrK/R7HUu9xDPUex0/vccz0HvPI99QpcBtkQQ4sgFzIgyWQDyZYBivEncoqlquh
EIqgGNaCBUqhDMqhAiqhCraKeUody3rYDlZogEZogt1iPvn6HuPkexz3vMdxz3uMl++p46UFSrZYSB6/S9nfpezvUvZ3Kfu7lP1dyv6u2pN/OdxeALmQ
B0sgH0ywDFZBIkcLWRZBaq6Wcr8MyqECKqEK6qAetoMVGqEJErltY+mAVmiDRK4n83yRnt/dlLmbMndT5m7K3E2ZuylzN2Xuxnc3vrspczdl7qbM3ZS5
mzJ3U+Zuytyt++6m3N347qbc3ZS7G9/d+O7Gdzfl7qbc3ZS7m3J3U+5u3Xc3Ze+m7N2UvRvf3ZS/m/J367678d1NHbqpQzd16MZ3bpqNNXkD7mNvFd+k
Pd6llInFSru4Wznwe6L2f0fUEo7h3hQHvjdVxd573p+yibdF8j2qfEURJhzfQR9yR3wIDIXhcAGMgJEwCsbCOLgcJkEmXAGT4SqYAlNhGkyHGZANt0MO
zIR5MB8WwEJYBLmQB4thCeSDCQpgGayEVbAaCmENFMFauA8ssA7WwwbYCKVQBpugHCqgEqpgMzwIW2ArPALboA7qYTtYoQEaoQkeh92wB54Vb+PvDuZL
d8Tt4IBWaIOe3xEYMoDfEph8wO8JTDvgNwVu/wB/V2Aty/vAAsf6GwMP6r8zsPUof2vgcdh9mN8cSP7WwNI0a/dmZeCfZz9R7/0VKPs/07tMSXyet+f+
bvEJ7i9n3r+S/uCTym6xQskU5dr7kDks50Mu5IEJCqEIEu9RlrIsg3KohCqoBys0gg0c0AptEBWr0iy2qxVJKlRkac1xxHg07Xc07Xc0bXY07XI07W40
7W40bW407W007W20mvj9Sqv+G5Y2/bsfWlkmfsdyrlSUZl7vOY733orTzMXaAbtoEPdyTP8p7X20cvFX8ifBfcr+z3talA/7Zz13ixLl2J19Wjm+36hf
p1jFZ07Q+Zf1J2g7nz3Ce1wblKPf1saDzgktOuC8UPKcUGnKsX3i84KfY4wo4zEvcx2v/l6Yl7mOl7mOl7mOl7mOl7mOl7mOl7mOl3mOl3mOV38vzMv8
xsvcxsvcxsvcxsu8xsu8xsu8xsu8xsu8xsu8xsu8xku/6KVf9DKv8TKv8TKv8dJHepnXeJnXeJnXeJnXeJnXeJnXeJnXeOk/vcxjvMxjvMxhvPSlXvpS
L3MYL/2plzmMlz7VS5/qZQ7jZf7iZd7iZd7ipY/1Mm/x0ka8zFu89LVe5i1e5ite+lwvcxUv/a6XuYqXfterCuHGg1v34MaDGw9uPLjx4MaDGw9uPLjx
4MaDW/fgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uPHg
xoMbD248uPHgxoMbD248uPHgxoMbD248uPHgxoMbD248uNW+5zs/r9wpNinLRTnHIo36eelG9t/I/hvZd6N+XrqR/TSyj0a238h2G9lWIx526evsYp1d
rLOLdXbp6+xinV2ss4t1drHOLtbZpR58frZCSX4/QuL8beUB52OrlOTn6O9Xkt+F+mjKd6E+Gj+6c6WbaT/VbOdlXvcF5SrxgLJePKhsEA8pj4gt7PNl
XrdVcYqHFY+oOWD/jyjZopZ1t/G6L3K7jttf4vaX4StQ38951+29jyXOnTWIq+KJ82O/Fjv0c2M7D/G8tff5taIBdvG6LRzvbeE4bwvHeFs4rttCfbdw
DLclfhtkQQ4sgEWiUcllmQdLIB9MsAxWwCpYDYVQBMWwFixQCmVQDhVQCVWwFeqgHraDFRqgEZpgNzwFNnBAK7RBT/0uEU2MaY8qD4rHlP+Kx5X3xW4l
Lr6qCOkJ6vmkcvTXY38t5VzgHu08iVU8lXivn5zv+W6tp7VzldniGcWqO1XFs4c5d5lcN3n+8qfiwPMwc6Wvs53ntO01iL30pc1HPGe5v4y2Puc7k7n0
PLn3DeVW8U0l9TMI+z9/8MJhzhV8i7K8qMwTL7FsUU7MPNROvRzQCi8rw8Ur5Pa32fYEjiEmkEcTyJ8J5MoE8mMCZZpAfkwgNyaQGxMo3wTyYQJlnED8
J+B7AvGfQHknkJP5bOM7Sh5LExRBKZRBOVRCFdSDFRrBBq3QBn8RbdTzVWWE+K6SL94gB9/gtW/wujfIuzfY1xu87o346e8m6ble+nvKsVwvvUi8dpRz
itdP0Hzo+0e5vx8c1Fcv4nZqf53sq9/Q+mqr+KE+PvxIX/74KPv6n2jrF4ufciz9swPeM/w5r3cqnxAufZu/4DXt2ntt0yR3mh2vdCjH/z1HiXHPo4+L
XvoSn5I6riX64AbhP8SYFzjCmBg86Pme8SQuQn3GkL5jzS8PGmtGi19RvisZv65k21fGh4hf89gU+p8pPDaFx6bEs8VvjmO8CB/D+BDRx7DU8SuKw5iy
TbxJnbqYq3YxR+1iftrFnLSL+WiXOgX2v2/Rxbyzi3Ggi3Ggi7lmF3PNLsaDLuaZXcwxu/T3LboYH7oOeN+ii7Gii7Gii7llF+NFF+NFF/PJLsaMLuaT
XYwbXYwbXcwlu/T3LbooZxfzyC7Gj66D3rdItpW3DmhL+5TPireVL4lO5QXx20OMe++kWZt69zjOLx3vuNmV4v93aXj+7vcDdnue+IMyTvxR+YL4E3Oc
u5jf/FkxsSyCUiiDcqiEKqgHKzSCDVqhDf4q/pJmXv96HOfv/naU4/XftfH26OYA3Ue5zX/0OV5Lj1j8c8CxSDhLXN90oCePeE+xiH8pT4l/M67+B/6r
j4Xv9zt27h831UOOr++LuPaaxPNHP+YJQ2KcGPj4KhkUIRu2CcVwq3g+nqjrHcJguEMMMljFYMPxtekzDMNFhiG9culMw5/EWYY/i7MNA82pceKcNHNy
rmHgY/Mw5lbDmEsN41h7GPOnYcyfhjF3GsbcaRjzpmGJzzkwZxrGsfYw5knnGdpYLpSGGI6uPzvfkDymGYrzL8YlGA4jYBxkwhS4DbIgBxbAIjHMkMsy
D5ZAPphgGayAVbAaCqEIimEtWKAUyqAcKqASqmAr1EE9bAcrNEAjNMFueAps4IBWaAMhail3LeWupdy1lLuWctdS7lrKXUu5ayl3LeWupdzDKXct5a6l
3LWUu5Zy11LuWspdS7lrKXct5a6l3LWUu5Zy11LuWspdS7lrKXct5a6l3LWUu5Zy11LuWspdS7lrKXct5a6l3LWUu5Zy11LuWspdS7lrKXct5U5s8wLD
U2KEIXlMcA3rXcN61/Caa+ID768upK+6yFCvn39JvCZ53mVkP49dbBh4fl1i2D/nG2VI/W6HTFGA7wLmlAV4LsBvAS4L8FeAvwL8FeCuAHcFOCug3gW4
KsBPAW4KcFMQf1WMNiS+6yFTjKGMn2BbYw15LE1QBKVQBuVQCVVQD1ZoBBu0Qhv8UYxL0z52vOH4j6MnGOZLEw0LpEtxVEM7qqEd1dCOamhHNbSjGtpR
DflYQzuqIa41tKMa2tFltKMa4ltDO6qhHdUQmxraUQ3tqIZ2VEM7qqEd1RCvGtpRDe2ohpyvIXY1xK6G2NXQjmqIXw3xq6Ed1dCOaohjDe2ohljW0B5q
iGcN7aiGdlRDO6ohtjW0kRriW0N8a+LpF9vLBxzX4WKS4cS0mUzmJlewrY+wraH0EUPpI4bSRwyljxhKHzGUPmIofcRQ+oih9BFD6SOG0kcM5Th9aMr7
LZMNie8SXiRdaeibc1cZ/g8H5sFY
"""
